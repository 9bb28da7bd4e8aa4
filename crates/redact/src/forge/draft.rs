//! A judgment as it is written: text, and gold marks of what must go and what must stay; with a scanner's noise.

use super::dice::Dice;
use crate::edit::Class;

/// A marked stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gold {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What it is; of what must stay, the nearest class.
    pub class: Class,
}

/// A text in the making.
pub(super) struct Draft {
    pub text: String,
    pub go: Vec<Gold>,
    pub stay: Vec<Gold>,
    pub dice: Dice,
    noise: u32,
}

impl Draft {
    pub fn new(dice: Dice, noise: u32) -> Self {
        Draft { text: String::new(), go: Vec::new(), stay: Vec::new(), dice, noise }
    }

    /// Text that is not scored.
    pub fn say(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Text that must stay.
    pub fn stay(&mut self, text: &str, class: Class) {
        let start = self.text.len();
        self.text.push_str(text);
        self.stay.push(Gold { start, end: self.text.len(), class });
    }

    /// Text that must go.
    pub fn go(&mut self, text: &str, class: Class) {
        let start = self.text.len();
        self.text.push_str(text);
        self.go.push(Gold { start, end: self.text.len(), class });
    }

    /// A hidden name: `kept` characters stay, the rest must go; blanks and line ends may break it.
    pub fn hidden_name(&mut self, name: &str, kept: usize, class: Class) {
        let noisy = self.dice.chance(self.noise);
        let blank = self.dice.word(&[" ", "　", "\n", "  "]);
        let mut start = self.text.len();
        for (at, c) in name.chars().enumerate() {
            if noisy && at > 0 && !c.is_ascii() {
                self.text.push_str(blank);
            }
            if at == kept {
                start = self.text.len();
            }
            match c {
                '·' if noisy => self.text.push_str(self.dice.word(&["•", "‧", "．", "·"])),
                c => self.text.push(c),
            }
        }
        self.go.push(Gold { start, end: self.text.len(), class });
    }

    /// A number that must go, as a scanner or a clerk may write it.
    pub fn number(&mut self, number: &str, class: Class) {
        let written =
            if self.dice.chance(self.noise) { self.misread(number, class) } else { self.grouped(number, class) };
        self.go(&written, class);
    }

    fn grouped(&mut self, number: &str, class: Class) -> String {
        match class {
            Class::Phone if self.dice.chance(150) => group(number, &[3, 4, 4], self.dice.word(&[" ", "-"])),
            Class::Account if self.dice.chance(150) => group(number, &[4, 4, 4, 4, 4], " "),
            _ => number.to_owned(),
        }
    }

    fn misread(&mut self, number: &str, class: Class) -> String {
        match self.dice.below(3) {
            0 => number.chars().map(wide).collect(),
            1 => number
                .chars()
                .map(|c| match c {
                    '0' if self.dice.chance(500) => 'O',
                    '1' if self.dice.chance(500) => 'l',
                    c => c,
                })
                .collect(),
            _ => match class {
                Class::Identity => group(number, &[6, 8, 4], " "),
                Class::Phone => group(number, &[3, 4, 4], "　"),
                _ => group(number, &[4, 4, 4, 4, 4], " "),
            },
        }
    }
}

fn wide(c: char) -> char {
    u32::from(c).checked_add(0xfee0).filter(|_| c.is_ascii_alphanumeric()).and_then(char::from_u32).unwrap_or(c)
}

fn group(number: &str, sizes: &[usize], with: &str) -> String {
    let mut chars = number.chars();
    let groups: Vec<String> = sizes
        .iter()
        .map(|size| chars.by_ref().take(*size).collect::<String>())
        .filter(|group| !group.is_empty())
        .collect();
    groups.join(with)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_marks_what_was_written() {
        let mut draft = Draft::new(Dice::new(5), 1000);
        draft.say("原告");
        draft.hidden_name("张建国", 1, Class::Name);
        draft.number("13900001111", Class::Phone);
        let name = &draft.text[draft.go[0].start..draft.go[0].end];
        assert!(name.starts_with('建') && name.ends_with('国') && name.chars().count() > 2);
        assert_eq!(group("13900001111", &[3, 4, 4], "-"), "139-0000-1111");
        assert_eq!(wide('1'), '１');
    }
}
