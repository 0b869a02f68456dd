//! A sentence about the page, in a band of its own. It is part of the page; failures have a panel of their own.

use super::dom::{El, el};
use super::icon::{Icon, picture};

/// Something good to know.
pub fn info(body: El) -> El {
    notice("notice", Icon::Info, body)
}

/// Something that is not as asked.
pub fn warning(body: El) -> El {
    notice("notice notice-warning", Icon::Warning, body)
}

fn notice(class: &str, icon: Icon, body: El) -> El {
    el("div")
        .class(class)
        .child(picture(icon))
        .child(el("div").class("notice-body").child(body))
}

/// A paragraph that is also read out when it appears.
pub fn told(text: &str) -> El {
    el("p").attr("role", "status").text(text)
}
