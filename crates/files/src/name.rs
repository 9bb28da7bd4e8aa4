//! Names of files: what a name must not hold. A name is shown and never becomes a path.

use crate::kind::LIMITS;

/// Characters of a name a sentence repeats.
const REPEATED: usize = 24;

/// Names that mean devices on some systems.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Controls, marks that turn a line round, characters without width.
pub(crate) fn hidden(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
        || c.is_control()
}

/// Whether a name leads out of its folder, or into another.
pub(crate) fn leads_elsewhere(name: &str) -> bool {
    let parts = name.split(['/', '\\']);
    let drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    drive || name.starts_with(['/', '\\']) || parts.into_iter().any(|part| part == "..")
}

/// A name as a sentence repeats it: its beginning and its end, without what cannot be seen.
pub fn shown(name: &str) -> String {
    let plain: Vec<char> = name.chars().filter(|c| !hidden(*c)).collect();
    if plain.is_empty() {
        return "未命名的文件".to_owned();
    }
    if plain.len() <= REPEATED {
        return plain.into_iter().collect();
    }
    let first: String = plain.iter().take(REPEATED - 8).collect();
    let last: String = plain.iter().skip(plain.len() - 7).collect();
    format!("{first}…{last}")
}

/// Everything wrong with a name, each a sentence that names it.
pub fn faults(name: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let told = shown(name);
    if name.trim().is_empty() {
        return vec!["文件没有名称，请给文件取一个名称再上传".to_owned()];
    }
    let length = name.chars().count();
    if length > LIMITS.name_longest {
        let most = LIMITS.name_longest;
        wrong.push(format!("“{told}”：文件名有 {length} 个字，最多 {most} 个，请改短后再上传"));
    }
    if name.chars().any(hidden) {
        wrong.push(format!("“{told}”：文件名含有看不见的控制字符或者改变文字方向的字符，请改名后再上传"));
    }
    let stem = name.split('.').next().unwrap_or("").trim().to_ascii_lowercase();
    if name.contains(['/', '\\', ':']) || matches!(name, "." | "..") || DEVICES.contains(&stem.as_str()) {
        wrong.push(format!("“{told}”：文件名不能含有路径（/、\\、: 或者 ..），请改名后再上传"));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_pass() {
        for name in ["合同.pdf", "IMG_2034.JPG", "送货单 (3).png", "a..b.txt", "微信图片_20190501.jpg"] {
            assert_eq!(faults(name), Vec::<String>::new(), "{name}");
        }
    }

    #[test]
    fn names_with_path_tricks_are_refused() {
        for name in ["../合同.pdf", "a/b.pdf", "C:\\x.pdf", "..", ".", "con.pdf", "\\\\host\\x.pdf", "NUL"] {
            assert!(faults(name).iter().any(|told| told.contains("路径")), "{name}");
        }
        assert!(leads_elsewhere("a/../b") && leads_elsewhere("/etc/passwd") && leads_elsewhere("C:x"));
        assert!(leads_elsewhere("a\\..\\b") && !leads_elsewhere("a/b..c/d"));
    }

    #[test]
    fn names_with_control_and_right_to_left_characters_are_refused() {
        for name in ["合同\u{202e}fdp.exe", "a\u{0}b.pdf", "a\nb.pdf", "零\u{200b}宽.pdf", "\u{2067}x.pdf"] {
            assert!(faults(name).iter().any(|told| told.contains("看不见")), "{name:?}");
            assert!(!faults(name).concat().chars().any(hidden), "a sentence repeats nothing hidden");
        }
    }

    #[test]
    fn a_name_of_ten_thousand_characters_is_refused_and_not_repeated() {
        let wrong = faults(&format!("{}.pdf", "长".repeat(10_000)));
        assert!(wrong[0].contains("10004 个字") && wrong[0].chars().count() < 100, "{wrong:?}");
        assert!(faults("")[0].contains("没有名称") && faults("  ")[0].contains("没有名称"));
    }
}
