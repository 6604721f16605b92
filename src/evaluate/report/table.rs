//! For a terminal.

use super::Report;
use super::page::{Sheet, lines, sheets};
use comfy_table::{CellAlignment, Table, presets};

pub fn render(report: &Report) -> String {
    let mut text = lines(report).join("\n") + "\n";
    for sheet in sheets(report) {
        text += &format!("\n{}\n{}", sheet.heading, drawn(&sheet));
        if let Some(remark) = &sheet.remark {
            text += &format!("{remark}\n");
        }
    }
    text
}

/// The table alone, numbers at the right; no line ends with blanks.
fn drawn(sheet: &Sheet) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(&sheet.head).add_rows(&sheet.rows);
    for column in table.column_iter_mut().skip(sheet.words) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}
