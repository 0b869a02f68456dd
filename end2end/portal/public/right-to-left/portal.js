import '/tokens/tokenscope-element.js';
import { pages } from '/portal/shared/simple.js';

pages((page) => page.append(document.createElement('token-scope')));
