//! A drawing as a PNG, for the word processor.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::drawing::{Drawing, WIDTH};
use crate::error::PrintError;
use crate::fonts::Fonts;

/// Dots a unit: a printer's 300 an inch.
const DOTS: u16 = 3;

/// The picture of a drawing.
pub(crate) fn png(drawing: &Drawing, fonts: &Fonts) -> Result<Vec<u8>, PrintError> {
    let failed = |cause: &dyn std::fmt::Display| PrintError::Drawing(cause.to_string());
    let options =
        Options { fontdb: Arc::clone(&fonts.pictures), font_family: fonts.sans.clone(), ..Options::default() };
    let tree = Tree::from_str(&drawing.svg, &options).map_err(|e| failed(&e))?;
    let dots = |units: i64| u32::try_from(units * i64::from(DOTS)).map_err(|e| failed(&e));
    let mut pixels = Pixmap::new(dots(WIDTH)?, dots(drawing.height)?).ok_or_else(|| failed(&"没有大小"))?;
    pixels.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(f32::from(DOTS), f32::from(DOTS)), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| failed(&e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::fonts;

    #[test]
    fn a_picture_has_the_size_of_the_drawing_and_ink_on_it() {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"40\"><text x=\"9\" y=\"30\">法院</text></svg>"
        );
        let png = png(&Drawing { svg, height: 40 }, fonts().unwrap()).unwrap();
        let pixels = Pixmap::decode_png(&png).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (1872, 120));
        assert!(pixels.pixels().iter().any(|dot| dot.red() < 64), "the words are drawn");
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        let broken = Drawing { svg: "<svg".to_owned(), height: 10 };
        assert!(matches!(png(&broken, fonts().unwrap()), Err(PrintError::Drawing(_))));
    }
}
