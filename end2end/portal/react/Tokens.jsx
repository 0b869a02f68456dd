import { useEffect, useRef } from 'react';
import { useHref, useLocation, useNavigate, useParams } from 'react-router';
import { mount } from '/tokens/tokenscope.js';

/** The console, on a route such as /tokens/*: what the star stands for is its address. */
export function Tokens() {
  const place = useRef(null);
  const tokens = useRef(null);
  const navigate = useNavigate();
  const base = useHref('/tokens/');
  const { '*': path = '' } = useParams();
  const { search } = useLocation();
  const address = path + search;

  // The console outlives renders as the address changes, so its callbacks must not capture an earlier one.
  const now = useRef({});
  now.current = { address, base, navigate };

  useEffect(() => {
    // A new element each time: React may run the effect again before the last console is gone.
    const element = place.current.appendChild(document.createElement('div'));
    element.addEventListener('tokenscope:location', ({ detail }) => {
      now.current.navigate(`/tokens/${detail.address}`, { replace: detail.replace });
    });
    const mounted = mount(element, {
      location: now.current.address,
      linkTo: ({ to, address, href }) => (to === 'console' ? now.current.base + address : href),
    });
    tokens.current = mounted;
    return () => {
      mounted.then((console) => console.unmount()).finally(() => element.remove());
    };
  }, []);

  useEffect(() => {
    tokens.current.then((console) => console.location === address || console.navigate(address));
  }, [address]);

  return <div ref={place} />;
}
