//! For a README, a merge request or an issue.

use super::Report;
use super::page::{Sheet, lines, sheets};

pub fn render(report: &Report) -> String {
    let mut text = "# Evaluation\n\n".to_owned();
    for line in lines(report) {
        text += &format!("* {}\n", plain(&line));
    }
    for sheet in sheets(report) {
        text += &format!("\n## {}\n\n{}", plain(&sheet.heading), drawn(&sheet));
        if let Some(remark) = &sheet.remark {
            text += &format!("\n{}\n", plain(remark));
        }
    }
    text
}

fn drawn(sheet: &Sheet) -> String {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule: Vec<&str> = (0..sheet.head.len())
        .map(|column| if column < sheet.words { "---" } else { "---:" })
        .collect();
    let mut text = row(&sheet.head) + &format!("| {} |\n", rule.join(" | "));
    sheet.rows.iter().for_each(|cells| text += &row(cells));
    text
}

/// Words of articles, in which no letter is a mark of Markdown.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        if "\\|*_`<>[]#".contains(letter) {
            plain.push('\\');
        }
        plain.push(letter);
    }
    plain
}
