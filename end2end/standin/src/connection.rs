//! What the server and an endpoint tell each other of a connection.

/// Marks an answer that is not to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Dropped;

/// Tells a request whether its connection has answered others before.
#[derive(Clone, Copy, Debug)]
pub struct Reused(pub bool);
