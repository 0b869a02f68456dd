//! A body on its way to authentik, and who is to blame if it does not get there.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};

/// What the caller has done so far about the body that it is sending.
#[derive(Clone, Default)]
pub struct Sending(Arc<State>);

#[derive(Default)]
struct State {
    broke: AtomicBool,
    awaited: AtomicBool,
}

impl Sending {
    /// Follows this body.
    pub fn follow(&self, body: Body) -> Body {
        Body::new(Followed {
            body,
            state: Arc::clone(&self.0),
        })
    }

    /// Whether it broke off, or was not what HTTP calls a body.
    pub fn broke(&self) -> bool {
        self.0.broke.load(Ordering::Relaxed)
    }

    /// Whether it is the caller that is being waited for.
    pub fn is_awaited(&self) -> bool {
        self.0.awaited.load(Ordering::Relaxed)
    }
}

struct Followed {
    body: Body,
    state: Arc<State>,
}

impl hyper::body::Body for Followed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        self.state.awaited.store(polled.is_pending(), Ordering::Relaxed);
        if matches!(polled, Poll::Ready(Some(Err(_)))) {
            self.state.broke.store(true, Ordering::Relaxed);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
