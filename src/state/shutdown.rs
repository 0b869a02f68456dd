//! What has to be finished before a console ends. The part of the program that deletes tokens says how, once it is there.

use std::cell::RefCell;
use std::rc::Rc;

type ShutDown = Rc<dyn Fn() -> Option<bool>>;

thread_local! {
    static SHUT_DOWN: RefCell<Option<ShutDown>> = const { RefCell::new(None) };
}

/// From here on [`shut_down`] is this.
pub fn on_shutdown(shut_down: impl Fn() -> Option<bool> + 'static) {
    SHUT_DOWN.set(Some(Rc::new(shut_down)));
}

/// Has no more tokens deleted than are under way. `None` where none were deleted at all, and so there is no receipt;
/// otherwise whether something is still under way.
pub fn shut_down() -> Option<bool> {
    let shut_down = SHUT_DOWN.with_borrow(Clone::clone)?;
    shut_down()
}

/// The console is gone, and so nothing is left to be finished.
pub fn forget() {
    SHUT_DOWN.set(None);
}
