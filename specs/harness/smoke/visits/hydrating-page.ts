import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';

// Hydrates what the server rendered with what the page's own address says: `?text=…&class=…`.
const parameters = new URLSearchParams(location.search);
const root = document.getElementById('root');
if (root) hydrateRoot(root, createElement('p', { className: parameters.get('class') ?? 'a' }, parameters.get('text')));
