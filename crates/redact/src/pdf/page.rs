//! One page of a PDF: its content stream gone through, and every character that is shown with its place.

use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::font::Font;
use super::{MOST_GLYPHS, PdfFault};

/// How deep forms may stand in forms, and how many operators are read on one page.
const MOST_DEEP: usize = 12;
const MOST_OPERATORS: usize = 20_000_000;

/// A matrix of six numbers, as PDF writes it.
type Matrix = [f64; 6];

/// A character with its place, in points from the lower left corner of the page as it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub text: String,
    pub from: f64,
    pub to: f64,
    pub base: f64,
    pub size: f64,
}

/// What a page gave.
#[derive(Default)]
pub(super) struct Read {
    pub glyphs: Vec<Glyph>,
    /// Characters whose font does not tell what they are.
    pub unknown: usize,
    /// Characters that are not shown: drawn invisibly, or outside the page.
    pub hidden: usize,
    /// Characters that do not stand upright.
    pub turned: usize,
    pub pictures: usize,
    /// Annotations with a look of their own.
    pub notes: usize,
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    between: f64,
    words: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    mode: i64,
}

struct Reader {
    read: Read,
    state: State,
    stack: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// The fonts read already, by the place of their dictionary.
    fonts: BTreeMap<(usize, usize), Rc<Font>>,
    page: (f64, f64),
    operators: usize,
}

/// Reads a page.
pub(super) fn read(page: &Page<'_>) -> Result<Read, PdfFault> {
    let (width, height) = page.render_dimensions();
    let state = State {
        matrix: page.initial_transform(false).as_coeffs(),
        font: None,
        size: 1.0,
        between: 0.0,
        words: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
        mode: 0,
    };
    let mut reader = Reader {
        read: Read::default(),
        state,
        stack: Vec::new(),
        text: IDENTITY,
        line: IDENTITY,
        fonts: BTreeMap::new(),
        page: (f64::from(width), f64::from(height)),
        operators: 0,
    };
    reader.run(page.typed_operations(), page.resources(), 0)?;
    reader.read.notes = notes(page);
    Ok(reader.read)
}

/// Annotations that show something of their own: stamps, comments, fields of a form; links show nothing.
fn notes(page: &Page<'_>) -> usize {
    let notes = page.raw().get::<Array<'_>>("Annots");
    let notes = notes.iter().flat_map(|notes| notes.iter::<Dict<'_>>());
    notes.filter(|note| note.get::<Name<'_>>("Subtype").is_none_or(|kind| kind.as_ref() != b"Link")).count()
}

impl Reader {
    fn run(&mut self, mut operators: TypedIter<'_>, resources: &Resources<'_>, deep: usize) -> Result<(), PdfFault> {
        let floor = self.stack.len();
        while let Some(operator) = operators.next() {
            self.operators += 1;
            if self.operators > MOST_OPERATORS || self.read.glyphs.len() > MOST_GLYPHS {
                return Err(PdfFault::TooLarge);
            }
            match operator {
                TypedInstruction::SaveState(_) if self.stack.len() < 10_000 => self.stack.push(self.state.clone()),
                TypedInstruction::RestoreState(_) if self.stack.len() > floor => {
                    if let Some(state) = self.stack.pop() {
                        self.state = state;
                    }
                }
                TypedInstruction::Transform(by) => {
                    let by = [by.0, by.1, by.2, by.3, by.4, by.5].map(|number| number.as_f64());
                    self.state.matrix = times(by, self.state.matrix);
                }
                TypedInstruction::InlineImage(_) => self.read.pictures += 1,
                TypedInstruction::XObject(named) => {
                    if let Some(object) = resources.get_x_object(named.0) {
                        self.object(&object, resources, deep)?;
                    }
                }
                TypedInstruction::TextFont(chosen) => {
                    self.state.font = resources.get_font(chosen.0).map(|dict| self.font(&dict));
                    self.state.size = chosen.1.as_f64();
                }
                other => self.text_operator(&other),
            }
        }
        self.stack.truncate(floor);
        Ok(())
    }

    fn object(&mut self, object: &Stream<'_>, resources: &Resources<'_>, deep: usize) -> Result<(), PdfFault> {
        let dict = object.dict();
        if dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Image") {
            self.read.pictures += 1;
            return Ok(());
        }
        if deep >= MOST_DEEP {
            return Err(PdfFault::TooLarge);
        }
        let Ok(content) = object.decoded() else { return Ok(()) };
        let own = Resources::from_parent(dict.get::<Dict<'_>>("Resources").unwrap_or_default(), resources.clone());
        let before = (self.state.clone(), self.text, self.line);
        if let Some(matrix) = dict.get::<Array<'_>>("Matrix") {
            let numbers: Vec<f64> = numbers(&matrix).collect();
            if let Ok(matrix) = Matrix::try_from(numbers) {
                self.state.matrix = times(matrix, self.state.matrix);
            }
        }
        self.run(TypedIter::new(&content), &own, deep + 1)?;
        (self.state, self.text, self.line) = before;
        Ok(())
    }

    fn font(&mut self, dict: &Dict<'_>) -> Rc<Font> {
        // a dictionary is known by where its bytes lie in the file
        let data = dict.data();
        let key = (data.as_ptr().addr(), data.len());
        Rc::clone(self.fonts.entry(key).or_insert_with(|| Rc::new(Font::read(dict))))
    }

    fn text_operator(&mut self, operator: &TypedInstruction<'_, '_>) {
        let state = &mut self.state;
        match operator {
            TypedInstruction::BeginText(_) => (self.text, self.line) = (IDENTITY, IDENTITY),
            TypedInstruction::CharacterSpacing(by) => state.between = by.0.as_f64(),
            TypedInstruction::WordSpacing(by) => state.words = by.0.as_f64(),
            TypedInstruction::HorizontalScaling(by) => state.stretch = by.0.as_f64() / 100.0,
            TypedInstruction::TextLeading(by) => state.leading = by.0.as_f64(),
            TypedInstruction::TextRise(by) => state.rise = by.0.as_f64(),
            TypedInstruction::TextRenderingMode(mode) => state.mode = mode.0.as_i64(),
            TypedInstruction::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            TypedInstruction::NextLineAndSetLeading(by) => {
                state.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            TypedInstruction::SetTextMatrix(to) => {
                self.line = [to.0, to.1, to.2, to.3, to.4, to.5].map(|number| number.as_f64());
                self.text = self.line;
            }
            TypedInstruction::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            TypedInstruction::ShowText(text) => self.show(text.0.as_ref()),
            TypedInstruction::NextLineAndShowText(text) => {
                self.next_line(0.0, -self.state.leading);
                self.show(text.0.as_ref());
            }
            TypedInstruction::ShowTextWithParameters(text) => {
                (state.words, state.between) = (text.0.as_f64(), text.1.as_f64());
                self.next_line(0.0, -self.state.leading);
                self.show(text.2.as_ref());
            }
            TypedInstruction::ShowTexts(pieces) => {
                for piece in pieces.0.iter::<Object<'_>>() {
                    match piece {
                        Object::String(text) => self.show(text.as_ref()),
                        Object::Number(back) => {
                            let by = -back.as_f64() / 1000.0 * self.state.size * self.state.stretch;
                            self.text = times([1.0, 0.0, 0.0, 1.0, by, 0.0], self.text);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else {
            self.read.unknown += bytes.len();
            return;
        };
        for shown in font.show(bytes) {
            let State { size, between, words, stretch, rise, mode, matrix, .. } = self.state;
            let place = times([size * stretch, 0.0, 0.0, size, 0.0, rise], times(self.text, matrix));
            let width = shown.width / 1000.0;
            let upright = place[0] > 0.0 && place[1].abs() < place[0] * 0.05;
            let height = place[2].hypot(place[3]);
            let (from, base) = (place[4], place[5]);
            let on_page =
                (-height..=self.page.0 + height).contains(&from) && (-height..=self.page.1 + height).contains(&base);
            let invisible = matches!(mode, 3 | 7) || !on_page || height < 0.1;
            let text = shown.text.unwrap_or_else(|| {
                self.read.unknown += usize::from(!invisible);
                char::REPLACEMENT_CHARACTER.to_string()
            });
            if invisible {
                self.read.hidden += usize::from(!text.trim().is_empty());
            } else if upright {
                self.read.glyphs.push(Glyph { text, from, to: from + width * place[0], base, size: height });
            } else {
                self.read.turned += 1;
            }
            let word = if shown.blank { words } else { 0.0 };
            let by = (width * size + between + word) * stretch;
            self.text = times([1.0, 0.0, 0.0, 1.0, by, 0.0], self.text);
        }
    }
}

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn numbers(array: &Array<'_>) -> impl Iterator<Item = f64> {
    array.iter::<Object<'_>>().filter_map(|object| match object {
        Object::Number(number) => Some(number.as_f64()),
        _ => None,
    })
}

/// First the one matrix, then the other.
fn times(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = then;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}
