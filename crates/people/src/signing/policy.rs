//! Which passwords may be chosen: long ones that are not the first anybody would try. No rule asks for odd characters.

use crate::fault::Fault;
use crate::terms::PasswordTerms;

/// Most characters of a password.
const LONGEST: usize = 128;

/// What is tried first, in small letters, the longest first; passwords made of these alone are refused however long.
const COMMON: &[&str] = &[
    "administrator",
    "abcdefghijkl",
    "0123456789",
    "1234567890",
    "qwertyuiop",
    "987654321",
    "asdfghjkl",
    "1q2w3e4r",
    "1qaz2wsx",
    "a1b2c3d4",
    "iloveyou",
    "mingjing",
    "p@ssw0rd",
    "passw0rd",
    "password",
    "5201314",
    "letmein",
    "welcome",
    "123456",
    "abc123",
    "fayuan",
    "qwerty",
    "woaini",
    "admin",
];

/// Checks a password somebody of this login name chose.
///
/// # Errors
/// [`Fault::Refused`] with what is wrong.
pub(crate) fn check(password: &str, login: &str, terms: &PasswordTerms) -> Result<(), Fault> {
    let wrong = |sentence: String| Err(Fault::field("password", sentence));
    let length = password.chars().count();
    if length < terms.shortest {
        return wrong(format!("密码至少 {} 个字符，现有 {length} 个，可以用几个词连成一句。", terms.shortest));
    }
    if length > LONGEST {
        return wrong(format!("密码最多 {LONGEST} 个字符，请缩短。"));
    }
    let small = password.to_lowercase();
    if !login.is_empty() && small.contains(&login.to_lowercase()) {
        return wrong("密码不能含有用户名，请另选。".to_owned());
    }
    if is_common(&small) {
        return wrong("该密码过于常见，容易被猜到，请另选。".to_owned());
    }
    Ok(())
}

/// Whether nothing is left once common words, and characters said over and over or counted up, are taken out.
fn is_common(small: &str) -> bool {
    let mut rest: String = small.to_owned();
    for word in COMMON {
        rest = rest.replace(word, "");
    }
    let rest: Vec<char> = rest.chars().filter(|c| c.is_alphanumeric()).collect();
    let years = |rest: &[char]| rest.len() <= 4 && rest.iter().all(char::is_ascii_digit);
    if years(&rest) {
        return true;
    }
    let mut kinds = rest.clone();
    kinds.sort_unstable();
    kinds.dedup();
    let code = |c: &char| u32::from(*c);
    let counts = rest.windows(2).all(|pair| match pair {
        [one, next] => code(one).abs_diff(code(next)) == 1,
        _ => false,
    });
    kinds.len() <= 2 || counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Terms;

    fn refused(password: &str) -> Option<String> {
        check(password, "zhangsan", &Terms::default().passwords).err().map(|fault| fault.to_string())
    }

    #[test]
    fn length_counts_and_odd_characters_do_not() {
        for password in ["correct horse battery", "春眠不觉晓处处闻啼鸟夜来", "kd83jsmq02lx", "Liaoning-2021-Spring"]
        {
            assert_eq!(refused(password), None, "{password}");
        }
        assert!(refused("kd83jsmq02l").unwrap().contains("现有 11 个"));
        assert!(refused("").is_some());
        assert!(refused(&"kd8".repeat(50)).unwrap().contains("最多"));
    }

    #[test]
    fn the_login_name_is_no_password() {
        assert!(refused("my ZhangSan 83jsmq").unwrap().contains("用户名"));
        assert!(check("kd83jsmq02lx", "", &Terms::default().passwords).is_ok());
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for password in [
            "password1234",
            "Password2021!",
            "123456123456",
            "aaaaaaaaaaaa",
            "abababababab",
            "administrator1",
            "qwertyuiop12",
            "abcdefghijkl",
            "abcdefghijklmn",
            "zyxwvutsrqpon",
            "1234567890123",
            "P@ssw0rd2020",
            "fayuan123456",
        ] {
            assert!(refused(password).unwrap_or_default().contains("常见"), "{password}");
        }
    }
}
