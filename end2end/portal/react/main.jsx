import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import '/portal/shared/portal.js';
import { Tokens } from './Tokens.jsx';

function Portal() {
  return (
    <>
      <header>
        <nav className="portal-bar" aria-label="Portal">
          <strong>A portal in React</strong>
          <Link to="/">Home</Link>
          <Link to="/tokens/">Tokens</Link>
          <output id="portal-keys" aria-label="Shortcuts used" />
          <output id="portal-news" aria-label="News" />
        </nav>
      </header>
      <main className="portal-page">
        <Routes>
          <Route path="/" element={<h1>Welcome</h1>} />
          <Route path="/tokens/*" element={<Tokens />} />
        </Routes>
      </main>
    </>
  );
}

createRoot(document.getElementById('portal')).render(
  <StrictMode>
    <BrowserRouter basename="/portal/react">
      <Portal />
    </BrowserRouter>
  </StrictMode>,
);
