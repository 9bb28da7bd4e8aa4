//! Why something was not done, each with a sentence a person understands. It decides nothing.

use std::fmt;

use docket::store::{Fault as Retry, StoreError};
use law::day::Moment;

/// One field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name in forms and data.
    pub field: &'static str,
    /// What is wrong with it and what to do instead.
    pub sentence: String,
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Fields are wrong: all of them at once.
    Refused(Vec<FieldFault>),
    /// The login name is none or the password is wrong; which of them is not said.
    WrongPassword,
    /// The password is right and a second factor is asked for.
    NeedsSecond,
    /// The one-time or recovery code is wrong, or has been used.
    WrongCode,
    /// Too many failures: locked until then.
    Locked {
        /// When it may be tried again.
        until: Moment,
    },
    /// Asked for too often.
    TooSoon {
        /// When it may be asked for again.
        until: Moment,
    },
    /// The code, password, session or token has run out or was ended.
    Expired,
    /// The session was used from another browser and was ended.
    Stolen,
    /// The code is right, and nobody has an account of this kind with this phone.
    NoAccount,
    /// The account is closed.
    Closed,
    /// What was named is not there.
    NotFound,
    /// The system gives no randomness.
    NoRandomness,
    /// The storage failed.
    Store(StoreError),
}

impl Fault {
    /// A single field that is wrong.
    pub(crate) fn field(field: &'static str, sentence: impl Into<String>) -> Fault {
        Fault::Refused(vec![FieldFault { field, sentence: sentence.into() }])
    }

    /// A stored value that cannot be.
    pub(crate) fn damaged(what: impl fmt::Display) -> Fault {
        Fault::Store(StoreError::Damaged(what.to_string()))
    }
}

/// A moment as a person reads it: month, day, hour and minute, the minute rounded up.
struct Clock(Moment);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let up = Moment(self.0.0.saturating_add(59_999));
        let (day, minute) = (up.day(), up.minute());
        write!(f, "{}月{}日{:02}:{:02}", day.month(), day.date().day(), minute / 60, minute % 60)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Refused(fields) => {
                let all: Vec<&str> = fields.iter().map(|fault| fault.sentence.as_str()).collect();
                f.write_str(&all.join(""))
            }
            Fault::WrongPassword => f.write_str("用户名或密码不正确，请核对后重新输入。"),
            Fault::NeedsSecond => f.write_str("请输入动态口令，或者一个未用过的恢复码。"),
            Fault::WrongCode => f.write_str("验证码不正确或已经用过，请核对后重新输入，或重新获取。"),
            Fault::Locked { until } => {
                write!(f, "连续输错次数过多，暂停登录至{}，请届时再试，或联系管理员重置。", Clock(*until))
            }
            Fault::TooSoon { until } => write!(f, "操作过于频繁，请于{}以后再试。", Clock(*until)),
            Fault::Expired => f.write_str("已经过期或失效，请重新登录或重新获取。"),
            Fault::Stolen => f.write_str("登录环境发生变化，为安全起见已退出，请重新登录。"),
            Fault::NoAccount => f.write_str("该手机号尚未注册此类账号，请先注册。"),
            Fault::Closed => f.write_str("该账号已停用，如有疑问请联系法院。"),
            Fault::NotFound => f.write_str("没有找到所指的记录，请刷新后重试。"),
            Fault::NoRandomness => f.write_str("系统暂时无法生成随机数，请稍后再试。"),
            Fault::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Fault {}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        Fault::Store(error)
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Fault {
        Fault::Store(error.into())
    }
}

impl Retry for Fault {
    fn contended(&self) -> bool {
        matches!(self, Fault::Store(error) if error.contended())
    }
    fn settled(self) -> Fault {
        match self {
            Fault::Store(error) => Fault::Store(Retry::settled(error)),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::day::Day;

    #[test]
    fn a_sentence_says_when_to_try_again_and_never_too_early() {
        let noon = Day::new(2021, 3, 5).unwrap().at_minute(12 * 60);
        assert!(Fault::Locked { until: noon }.to_string().contains("3月5日12:00"));
        assert!(Fault::TooSoon { until: Moment(noon.0 + 1) }.to_string().contains("3月5日12:01"));
        let midnight = Day::new(2021, 3, 5).unwrap().at_minute(24 * 60 - 1);
        assert!(Fault::Locked { until: Moment(midnight.0 + 1) }.to_string().contains("3月6日00:00"));
    }

    #[test]
    fn every_wrong_field_is_in_the_sentence() {
        let field = |sentence: &str| FieldFault { field: "x", sentence: sentence.to_owned() };
        assert_eq!(Fault::Refused(vec![field("甲错。"), field("乙错。")]).to_string(), "甲错。乙错。");
    }

    #[test]
    fn only_contention_is_tried_again() {
        assert!(Fault::Store(StoreError::Contended(String::new())).contended());
        for fault in [Fault::WrongCode, Fault::Store(StoreError::Locked(String::new()))] {
            assert!(!fault.contended(), "{fault}");
            assert_eq!(fault.clone().settled(), fault);
        }
        let given_up = Fault::Store(StoreError::Contended("甲".to_owned())).settled();
        assert_eq!(given_up, Fault::Store(StoreError::Conflict("甲".to_owned())));
    }
}
