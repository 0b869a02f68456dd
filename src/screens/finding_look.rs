//! How severe a finding is, to the eye.

use crate::components::icon::Icon;
use crate::tokens::findings::Severity;

/// The class and the picture of a severity: shape tells it as well as colour does.
pub fn look(severity: Severity) -> (&'static str, Icon) {
    match severity {
        Severity::High => ("finding finding-high", Icon::Alert),
        Severity::Medium => ("finding finding-medium", Icon::Warning),
        Severity::Low => ("finding finding-low", Icon::Info),
    }
}
