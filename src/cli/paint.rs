//! Colours, where somebody sees them.

use clap::ValueEnum;
use clap::builder::styling::{AnsiColor, Style};
use dateline::model::EntityKind;
use std::fmt::Display;
use std::io::IsTerminal;

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

/// Puts colours around text, or nothing.
#[derive(Clone, Copy)]
pub struct Paint {
    is_on: bool,
}

impl Paint {
    /// For what goes to stdout.
    pub fn new(choice: ColorChoice) -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let is_on = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => std::io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb,
        };
        Self { is_on }
    }

    pub fn kind(self, kind: EntityKind, text: impl Display) -> String {
        let color = match kind {
            EntityKind::Person => AnsiColor::BrightBlue,
            EntityKind::Org => AnsiColor::BrightMagenta,
            EntityKind::Place => AnsiColor::BrightGreen,
            EntityKind::Outlet => AnsiColor::BrightYellow,
            EntityKind::Norp => AnsiColor::BrightCyan,
            EntityKind::Facility => AnsiColor::BrightRed,
            EntityKind::Role => AnsiColor::Cyan,
            EntityKind::Date => AnsiColor::Green,
        };
        self.with(Style::new().fg_color(Some(color.into())).bold(), text)
    }

    pub fn dim(self, text: impl Display) -> String {
        self.with(Style::new().dimmed(), text)
    }

    fn with(self, style: Style, text: impl Display) -> String {
        if self.is_on {
            format!("{}{text}{}", style.render(), style.render_reset())
        } else {
            text.to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_around_the_text_or_not_there() {
        assert_eq!(Paint::new(ColorChoice::Never).kind(EntityKind::Place, "Iran"), "Iran");
        let painted = Paint::new(ColorChoice::Always).kind(EntityKind::Place, "Iran");
        assert!(painted.starts_with('\x1b') && painted.ends_with("\x1b[0m"), "{painted:?}");
    }
}
