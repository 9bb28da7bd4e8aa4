//! A QR code as a drawing of one path. What it says is the caller's.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code.
const QUIET: usize = 4;

/// A code as dark modules, with its light margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Modules on a side, the margin among them.
    pub side: usize,
    /// Dark modules that stand beside each other: row, first of them, how many.
    pub runs: Vec<(usize, usize, usize)>,
}

/// The code; none for a text no code can hold.
pub fn code(text: &str) -> Option<Code> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let width = code.width();
    let mut runs = Vec::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut from = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                runs.push((row + QUIET, from + QUIET, run.len()));
            }
            from += run.len();
        }
    }
    Some(Code { side: width + 2 * QUIET, runs })
}

/// The drawing; none for a text no code can hold.
pub fn svg(text: &str) -> Option<String> {
    let Code { side, runs } = code(text)?;
    let mut path = String::new();
    for (row, from, length) in runs {
        let _ = write!(path, "M{from} {row}h{length}v1h-{length}z");
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn a_text_becomes_modules_with_a_margin_and_too_long_a_one_none() {
        let drawn = svg("MJR1.abc").unwrap();
        assert!(drawn.contains("viewBox=\"0 0 29 29\""), "version 1 has 21 modules, and 4 around: {drawn}");
        assert!(drawn.contains("M4 4h7v1h-7z"), "the finder stands in the corner");
        assert!(svg(&"a".repeat(2_953)).is_some());
        assert!(svg(&"a".repeat(2_954)).is_none());
    }
}
