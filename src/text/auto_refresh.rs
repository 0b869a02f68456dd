//! Refreshing by itself.

use super::kinds;
use super::numbers::grouped;
use crate::model::kind::Kind;
use crate::tokens::auto_refresh::{RefreshInterval, RefreshNews};

/// The menu, and what its choices are called together.
pub const MENU: &str = "Auto refresh";

/// It is not refreshed.
pub const OFF: &str = "Off";

/// How often it is.
pub fn every(interval: RefreshInterval) -> &'static str {
    match interval {
        RefreshInterval::HalfMinute => "Every 30 seconds",
        RefreshInterval::Minute => "Every minute",
    }
}

/// The same at the menu.
pub fn short(interval: RefreshInterval) -> &'static str {
    match interval {
        RefreshInterval::HalfMinute => "30 s",
        RefreshInterval::Minute => "1 min",
    }
}

/// Below the choices.
pub const ABOUT: &str = "Rows never move by themselves: what is new waits until you have it shown.";

/// The button that shows what was found: "12 new, 3 gone, show".
pub fn show(news: RefreshNews) -> String {
    format!("{}, show", what(news))
}

/// The same where all tokens are loaded, and what changed has yet to be.
pub fn refresh(news: RefreshNews) -> String {
    format!("{}, refresh", what(news))
}

/// Said once to those who do not see it. Empty where nothing came.
pub fn announced(news: RefreshNews, kind: Kind) -> String {
    match news.new {
        0 => String::new(),
        many => format!("{} new {}", grouped(many), kinds::in_sentence(kind).form(many)),
    }
}

fn what(RefreshNews { new, gone }: RefreshNews) -> String {
    match (new, gone) {
        (0, 0) => "Rows changed".to_owned(),
        (new, 0) => format!("{} new", grouped(new)),
        (0, gone) => format!("{} gone", grouped(gone)),
        (new, gone) => format!("{} new, {} gone", grouped(new), grouped(gone)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_counted() {
        let news = |new, gone| RefreshNews { new, gone };
        assert_eq!(show(news(12, 0)), "12 new, show");
        assert_eq!(show(news(12, 3)), "12 new, 3 gone, show");
        assert_eq!(refresh(news(0, 1_200)), "1,200 gone, refresh");
        assert_eq!(show(news(0, 0)), "Rows changed, show");
        assert_eq!(announced(news(12, 3), Kind::AccessTokens), "12 new access tokens");
        assert_eq!(announced(news(1, 0), Kind::RefreshTokens), "1 new refresh token");
        assert_eq!(announced(news(0, 3), Kind::AccessTokens), "");
    }
}
