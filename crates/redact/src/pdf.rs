//! The text layer of a PDF, in the order it was written. The masked text is set anew by the caller: a PDF whose
//! words are only covered still holds them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint, PathDrawMode,
    SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};
use serde::{Deserialize, Serialize};

const MOST_PAGES: usize = 3_000;
const MOST_BYTES: usize = 50_000_000;

/// Why a PDF is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PdfFault {
    /// No PDF, or broken.
    NotAPdf,
    /// Locked with a password.
    Locked,
    /// Pages are pictures without a text layer.
    ImageOnly,
    /// Many letters have no meaning: their fonts do not tell what they show.
    Unreadable,
    /// Too many pages.
    TooLarge,
}

impl std::fmt::Display for PdfFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            PdfFault::NotAPdf => "不是完好的 PDF 文件",
            PdfFault::Locked => "PDF 文件已加密",
            PdfFault::ImageOnly => "PDF 是纯图像，没有文字层，请先识别文字",
            PdfFault::Unreadable => "PDF 的字体不含文字信息，无法读取文字",
            PdfFault::TooLarge => "PDF 文件页数过多",
        })
    }
}

impl std::error::Error for PdfFault {}

/// The text of a PDF, a line for a line, pages apart by a form feed.
///
/// # Errors
/// Where it is no PDF, locked, too large, or has no text.
pub fn text(file: &[u8]) -> Result<String, PdfFault> {
    // the reader is not ours: what it stumbles over is a broken file
    catch_unwind(AssertUnwindSafe(|| read(file))).unwrap_or(Err(PdfFault::NotAPdf))
}

fn read(file: &[u8]) -> Result<String, PdfFault> {
    let pdf = Pdf::new(file.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PdfFault::Locked,
        LoadPdfError::Invalid => PdfFault::NotAPdf,
    })?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(PdfFault::TooLarge);
    }
    let cache = InterpreterCache::new();
    let mut reader = Reader::default();
    for page in pages.iter() {
        let bounds = Rect::new(0.0, 0.0, 1.0, 1.0);
        let settings = InterpreterSettings::default();
        let mut context = Context::new(Affine::IDENTITY, bounds, &cache, pdf.xref(), settings);
        reader.last = None;
        reader.page_letters = 0;
        reader.page_images = 0;
        interpret_page(page, &mut context, &mut reader);
        if reader.page_letters == 0 && reader.page_images > 0 {
            return Err(PdfFault::ImageOnly);
        }
        reader.text.push('\u{c}');
        if reader.text.len() > MOST_BYTES {
            return Err(PdfFault::TooLarge);
        }
    }
    if reader.letters == 0 {
        return Err(PdfFault::ImageOnly);
    }
    if reader.unknown * 20 > reader.letters {
        return Err(PdfFault::Unreadable);
    }
    Ok(reader.text)
}

#[derive(Default)]
struct Reader {
    text: String,
    /// Where the last letter stood, and how large it was.
    last: Option<(Point, f64)>,
    letters: usize,
    unknown: usize,
    page_letters: usize,
    page_images: usize,
}

impl Reader {
    fn place(&mut self, at: Point, size: f64) {
        if let Some((before, large)) = self.last {
            let large = large.max(size).max(1.0);
            if (at.y - before.y).abs() > large * 0.5 {
                self.text.push('\n');
            } else if at.x - before.x > large * 1.8 || at.x < before.x - large * 0.5 {
                self.text.push(' ');
            }
        }
        self.last = Some((at, size));
    }
}

impl Device<'_> for Reader {
    fn draw_glyph(&mut self, glyph: &Glyph<'_>, transform: Affine, glyph_transform: Affine, _: &Paint<'_>, _: &GlyphDrawMode) {
        let whole = transform * glyph_transform;
        let at = whole * Point::ZERO;
        let size = (whole * Point::new(0.0, 1000.0) - at).hypot();
        self.letters += 1;
        self.page_letters += 1;
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => {
                self.place(at, size);
                self.text.push(c);
            }
            Some(BfString::String(words)) => {
                self.place(at, size);
                self.text.push_str(&words);
            }
            None => self.unknown += 1,
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {
        self.page_images += 1;
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF by hand: a page with the content given, and a font whose letters are told by a map.
    fn pdf(content: &str, image: bool) -> Vec<u8> {
        let map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def \
                   1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange \
                   endcmap CMapName currentdict /CMap defineresource pop end end";
        let pixels = "1";
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /I 9 0 R >> >> >>".to_owned(),
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
            "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>".to_owned(),
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 7 0 R /DW 1000 >>".to_owned(),
            "<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>".to_owned(),
            format!("<< /Length {} >>\nstream\n{map}\nendstream", map.len()),
            format!("<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length {} >>\nstream\n{pixels}\nendstream", pixels.len()),
        ];
        if image {
            objects[3] = "<< /Length 33 >>\nstream\nq 500 0 0 700 0 0 cm /I Do Q      \nendstream".to_owned();
        }
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (at, object) in objects.iter().enumerate() {
            places.push(file.len());
            file.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).into_bytes());
        }
        let start = file.len();
        file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
        for place in places {
            file.extend(format!("{place:010} 00000 n \n").into_bytes());
        }
        file.extend(format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF", objects.len() + 1).into_bytes());
        file
    }

    fn shown(words: &str, y: u32) -> String {
        let codes: String = words.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        format!("BT /F 12 Tf 1 0 0 1 50 {y} Tm <{codes}> Tj ET\n")
    }

    #[test]
    fn the_text_layer_is_read_line_by_line() {
        let file = pdf(&(shown("原告张建", 700) + &shown("国诉称", 680)), false);
        assert_eq!(text(&file).map(|text| text.trim().to_owned()), Ok("原告张建\n国诉称".to_owned()));
    }

    #[test]
    fn pictures_without_text_are_refused_by_name() {
        let fault = text(&pdf("", true)).unwrap_err();
        assert_eq!(fault, PdfFault::ImageOnly);
        assert!(fault.to_string().contains("纯图像"));
    }

    #[test]
    fn what_is_no_pdf_is_refused() {
        for file in [b"".as_slice(), b"%PDF-1.7", b"PK\x03\x04", &[0_u8; 4096]] {
            assert!(matches!(text(file), Err(PdfFault::NotAPdf | PdfFault::ImageOnly)));
        }
    }
}
