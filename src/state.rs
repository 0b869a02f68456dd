//! Values that views follow.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::signal::Trigger;

/// A value that can be read, followed and set. It lives as long as the owner that it was made under; what is left of it
/// afterwards reads as the default.
///
/// Leptos' own signals are compiled anew for each type that they hold. Here only reading and writing are: all values
/// share one place to be kept and one way to tell of a change, which saves several kilobytes a type.
pub struct State<T: 'static> {
    kept: StoredValue<Rc<dyn Any>, LocalStorage>,
    changed: Trigger,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T: Default + 'static> State<T> {
    /// A state that holds `value`.
    pub fn new(value: T) -> Self {
        let (kept, changed) = place(Rc::new(RefCell::new(value)));
        Self {
            kept,
            changed,
            of: PhantomData,
        }
    }

    /// Reads the value. Whoever watches is told when it changes.
    pub fn with<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        self.changed.track();
        self.with_now(read)
    }

    /// Reads the value as it is now, and does not follow it.
    pub fn with_now<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        let kept = find(self.kept);
        match kept.as_deref().and_then(|kept| kept.downcast_ref::<RefCell<T>>()) {
            Some(value) => read(&value.borrow()),
            None => read(&T::default()),
        }
    }

    /// Changes the value, and tells of it.
    pub fn update<U>(&self, change: impl FnOnce(&mut T) -> U) -> U {
        let outcome = self.update_quietly(change);
        self.changed.notify();
        outcome
    }

    /// Changes the value, and tells nobody.
    pub fn update_quietly<U>(&self, change: impl FnOnce(&mut T) -> U) -> U {
        let kept = find(self.kept);
        match kept.as_deref().and_then(|kept| kept.downcast_ref::<RefCell<T>>()) {
            Some(value) => change(&mut value.borrow_mut()),
            None => change(&mut T::default()),
        }
    }

    /// Sets the value, and tells of it.
    pub fn set(&self, value: T) {
        // The old value is let go of after it has been replaced: letting go may read this very state.
        drop(self.update(|kept| std::mem::replace(kept, value)));
    }
}

impl<T: Default + Clone + 'static> State<T> {
    /// The value. Whoever watches is told when it changes.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub fn now(&self) -> T {
        self.with_now(T::clone)
    }
}

impl<T: Default + PartialEq + 'static> State<T> {
    /// Sets the value, and tells of it if it is another.
    pub fn set_if_new(&self, value: T) {
        if self.with_now(|kept| *kept != value) {
            self.set(value);
        }
    }
}

#[inline(never)]
fn place(value: Rc<dyn Any>) -> (StoredValue<Rc<dyn Any>, LocalStorage>, Trigger) {
    (StoredValue::new_local(value), Trigger::new())
}

#[inline(never)]
fn find(kept: StoredValue<Rc<dyn Any>, LocalStorage>) -> Option<Rc<dyn Any>> {
    kept.try_get_value()
}
