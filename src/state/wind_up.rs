//! What has to be finished before a console ends. The part of the program that deletes tokens says how, once it is there.

use std::cell::RefCell;
use std::rc::Rc;

type WindUp = Rc<dyn Fn() -> Option<bool>>;

thread_local! {
    static WIND_UP: RefCell<Option<WindUp>> = const { RefCell::new(None) };
}

/// From here on [`wind_up`] is this.
pub fn wind_up_by(wind_up: impl Fn() -> Option<bool> + 'static) {
    WIND_UP.set(Some(Rc::new(wind_up)));
}

/// Has no more tokens deleted than are under way. `None` where none were deleted at all, and so there is no receipt;
/// otherwise whether something is still under way.
pub fn wind_up() -> Option<bool> {
    let wind_up = WIND_UP.with_borrow(Clone::clone)?;
    wind_up()
}

/// The console is gone, and so nothing is left to be finished.
pub fn forget() {
    WIND_UP.set(None);
}
