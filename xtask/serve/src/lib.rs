//! Serves the built console.
