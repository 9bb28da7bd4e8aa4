//! What went wrong, for a person: what, and what to do instead. A page never shows an error of the program.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Why a page cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no such thing; says which.
    NotFound(String),
    /// What was asked cannot be read; says what and how to write it.
    Unclear {
        /// What is wrong.
        what: String,
        /// What to do instead.
        instead: String,
    },
    /// Several things that were asked cannot be read; each says what.
    Several(Vec<Fault>),
    /// Nobody is signed in, and somebody must be.
    SignIn,
    /// Who is signed in may not do it; says what and why.
    Denied(String),
    /// The case is not open to the public; says which part of it was asked for.
    Closed(String),
    /// The law says no; says what, why and what can be done instead, with its legal basis.
    Refused {
        /// Stable code of the refusal.
        code: &'static str,
        /// Statute.
        basis: &'static str,
        /// The sentence.
        sentence: String,
    },
    /// Somebody else was quicker; says what.
    Conflict(String),
    /// Too often in too short a time; says what.
    TooMany(String),
    /// The server cannot answer now. The cause is in the log.
    Unavailable,
    /// The answer takes too long.
    TooSlow,
    /// Too much of the same is under way; says what.
    Busy(String),
}

/// A fault as the error page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Heading.
    pub heading: &'static str,
    /// What happened.
    pub what: String,
    /// What to do instead.
    pub instead: String,
    /// Whether the court is at fault and not the reader.
    pub bad: bool,
}

impl Fault {
    /// Logs the cause and hides it from the reader.
    pub fn unavailable(cause: &dyn std::fmt::Display) -> Fault {
        tracing::error!(%cause, "a page could not be made");
        Fault::Unavailable
    }

    /// What cannot be read in an address.
    pub fn unclear(what: impl Into<String>, instead: impl Into<String>) -> Fault {
        Fault::Unclear { what: what.into(), instead: instead.into() }
    }

    /// Several faults as one; one alone stands for itself.
    pub fn all(faults: Vec<Fault>) -> Fault {
        let mut all = Vec::new();
        for fault in faults {
            match fault {
                Fault::Several(inner) => all.extend(inner),
                one => all.push(one),
            }
        }
        match all.as_slice() {
            [one] => one.clone(),
            _ => Fault::Several(all),
        }
    }

    /// The fault behind a bare status of the layers below.
    pub fn of_status(status: StatusCode) -> Fault {
        match status {
            StatusCode::NOT_FOUND => Fault::NotFound("这个地址没有页面".to_owned()),
            StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => Fault::TooSlow,
            status if status.is_client_error() => {
                Fault::unclear("这个请求本站不能处理", "本站页面只供阅读。请从全省概览重新进入。")
            }
            _ => Fault::Unavailable,
        }
    }

    /// The status of the answer.
    pub const fn status(&self) -> StatusCode {
        match self {
            Fault::NotFound(_) => StatusCode::NOT_FOUND,
            Fault::Unclear { .. } | Fault::Several(_) => StatusCode::BAD_REQUEST,
            Fault::SignIn => StatusCode::UNAUTHORIZED,
            Fault::Denied(_) | Fault::Closed(_) => StatusCode::FORBIDDEN,
            Fault::Refused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Fault::Conflict(_) => StatusCode::CONFLICT,
            Fault::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Fault::Unavailable => StatusCode::INTERNAL_SERVER_ERROR,
            Fault::TooSlow => StatusCode::GATEWAY_TIMEOUT,
            Fault::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The words of the error page.
    pub fn words(&self) -> Words {
        match self {
            Fault::Closed(what) => Words {
                heading: "依法不公开",
                what: format!("{what}。"),
                instead: "它照常计入各项统计，记录仍在法院的日志里，谁也不能删改。当事人和代理人登录后，可以在“办事”里查看自己的案件和回执。".to_owned(),
                bad: false,
            },
            Fault::SignIn | Fault::Denied(_) | Fault::Refused { .. } | Fault::Conflict(_) | Fault::TooMany(_) => {
                self.words_to_who_acts()
            }
            Fault::NotFound(what) => Words {
                heading: "没有找到",
                what: format!("{what}。"),
                instead: "请核对地址，或用页首的查找框按案号查找。封存的记录不会被删除，地址也不会改变。".to_owned(),
                bad: false,
            },
            Fault::Unclear { what, instead } => {
                Words { heading: "没有看懂", what: format!("{what}。"), instead: instead.clone(), bad: false }
            }
            Fault::Several(all) => {
                let words: Vec<Words> = all.iter().map(Fault::words).collect();
                let told = |of: fn(&Words) -> &str| words.iter().map(of).collect::<String>();
                Words {
                    heading: "没有看懂",
                    what: format!("有 {} 处不能读：{}", words.len(), told(|words| &words.what)),
                    instead: told(|words| &words.instead),
                    bad: false,
                }
            }
            Fault::Unavailable => Words {
                heading: "暂时不能显示",
                what: "服务器没有能够做出这个页面，原因已经记录。".to_owned(),
                instead: "请稍后再试。如需反映，请提供页脚的请求编号。".to_owned(),
                bad: true,
            },
            Fault::TooSlow => Words {
                heading: "查询用时过长",
                what: "这次查询超过了时限，已经停止。".to_owned(),
                instead: "请缩小范围，例如选定法院、类型或日期后再试。".to_owned(),
                bad: true,
            },
            Fault::Busy(what) => Words {
                heading: "现在排满了",
                what: format!("{what}。"),
                instead: "请过一两分钟再试，已经开始的不受影响。".to_owned(),
                bad: true,
            },
        }
    }
}

impl Fault {
    /// The words for those who act; of any other fault, that the court cannot answer.
    fn words_to_who_acts(&self) -> Words {
        match self {
            Fault::SignIn => Words {
                heading: "请先登录",
                what: "这里要知道您是谁，才能办理或者查看。".to_owned(),
                instead: "请登录后再试。登录后会回到这一页，填过的内容不会丢失。".to_owned(),
                bad: false,
            },
            Fault::Denied(what) => Words {
                heading: "不能办理",
                what: format!("{what}。"),
                instead: "如认为有误，请联系本院诉讼服务中心或者系统管理员核对您的身份和权限。".to_owned(),
                bad: false,
            },
            Fault::Refused { basis, sentence, .. } => Words {
                heading: "依法不能办理",
                what: format!("{sentence}。"),
                instead: format!("依据：{basis}。案卷没有改变，您可以返回上一页。"),
                bad: false,
            },
            Fault::Conflict(what) => Words {
                heading: "情况刚有变化",
                what: format!("{what}。"),
                instead: "请返回上一页刷新，看清现在的情况后再办理。刚才的操作没有生效。".to_owned(),
                bad: false,
            },
            Fault::TooMany(what) => Words {
                heading: "请稍等",
                what: format!("{what}。"),
                instead: "请过一会儿再试。".to_owned(),
                bad: false,
            },
            _ => Words { heading: "暂时不能显示", what: String::new(), instead: String::new(), bad: true },
        }
    }
}

impl IntoResponse for Fault {
    /// A bare answer that carries the fault; the frame around all routes makes the page.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_says_what_and_what_instead() {
        for fault in [
            Fault::NotFound("没有这个法院".to_owned()),
            Fault::unclear("日期写错", "请写作 2020-03-02"),
            Fault::Unavailable,
            Fault::TooSlow,
            Fault::Busy("正在导出的已有两个".to_owned()),
        ] {
            let words = fault.words();
            assert!(!words.heading.is_empty() && !words.what.is_empty() && !words.instead.is_empty());
            assert!(fault.status().is_client_error() || fault.status().is_server_error());
        }
    }

    #[test]
    fn a_cause_is_not_shown() {
        let words = Fault::unavailable(&"no such table: entries").words();
        assert!(!format!("{words:?}").contains("table"));
    }

    #[test]
    fn bare_statuses_have_words() {
        assert_eq!(Fault::of_status(StatusCode::METHOD_NOT_ALLOWED).status(), StatusCode::BAD_REQUEST);
        assert_eq!(Fault::of_status(StatusCode::REQUEST_TIMEOUT), Fault::TooSlow);
        assert_eq!(Fault::of_status(StatusCode::SERVICE_UNAVAILABLE), Fault::Unavailable);
    }
}
