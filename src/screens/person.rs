//! A person in a line: picture, name, marks.

use std::cell::RefCell;

use leptos::ev::ErrorEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlImageElement;

use crate::authentik::links;
use crate::text::person;

thread_local! {
    /// Pictures that failed to load, and are not requested again on this page: a row would flicker each time that it
    /// shows such a person.
    static BROKEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn is_broken(source: &str) -> bool {
    BROKEN.with_borrow(|all| all.iter().any(|broken| broken == source))
}

/// The picture of somebody: the one that authentik names, or initials where there is none or it does not load. The caller
/// listens for errors and draws it again where [`is_broken_picture`] says so.
pub fn portrait_of(picture: Option<String>, initials: String) -> AnyView {
    view! { <span class="portrait" aria-hidden="true">{initials}{picture.and_then(image)}</span> }.into_any()
}

fn image(source: String) -> Option<AnyView> {
    let source = links::picture(source);
    (!is_broken(&source))
        .then(|| view! { <img alt="" loading="lazy" referrerpolicy="no-referrer" src=source/> }.into_any())
}

/// Whether an error means that a picture did not load. Remembers the picture, so that it is not requested again.
pub fn is_broken_picture(event: &ErrorEvent) -> bool {
    let image = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlImageElement>().ok());
    let Some(source) = image.and_then(|image| image.get_attribute("src")) else {
        return false;
    };
    if !is_broken(&source) {
        BROKEN.with_borrow_mut(|all| all.push(source));
    }
    true
}

/// The picture of somebody who stays the same.
#[component]
pub fn Portrait(
    /// Where the picture is, if there is one.
    picture: Option<String>,
    /// What stands in its place.
    initials: String,
) -> impl IntoView {
    let broken = Trigger::new();
    let shown = move || {
        broken.track();
        picture.clone().and_then(image)
    };
    let check = move |event: ErrorEvent| {
        if is_broken_picture(&event) {
            broken.notify();
        }
    };
    view! { <span class="portrait" aria-hidden="true" on:error:capture=check>{initials}{shown}</span> }
}

/// What an administrator should notice about a user.
pub fn user_tags(is_active: Option<bool>, is_superuser: Option<bool>) -> AnyView {
    let inactive = (is_active == Some(false)).then(|| tag("tag tag-inactive", person::INACTIVE));
    let superuser = (is_superuser == Some(true)).then(|| tag("tag tag-superuser", person::SUPERUSER));
    (inactive, superuser).into_any()
}

fn tag(class: &'static str, word: &'static str) -> AnyView {
    view! { <span class=class>{word}</span> }.into_any()
}
