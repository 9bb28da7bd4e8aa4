//! Where papers are served to, and which steps may go online (送达地址确认; 在线诉讼规则 arts. 4, 29; S-050 to S-065).

use serde::{Deserialize, Serialize};

use super::party::is_phone;
use super::{Complaint, Defects, LINE, NAME, Step};
use crate::day::Day;
use crate::life::codes::OnlineStep;

/// How a plaintiff is reached, beside the address on paper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Delivery {
    /// E-mail papers may be sent to.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Steps they agree to take online, each by itself; service stands in [`Complaint::electronic`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub online: Vec<OnlineStep>,
    /// Phone for text messages.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Who takes the papers; the plaintiff when empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub recipient: String,
}

impl Delivery {
    /// Nothing is filled in.
    pub fn is_blank(&self) -> bool {
        *self == Delivery::default()
    }
}

/// All steps a complaint agrees to take online.
pub fn consents(complaint: &Complaint) -> Vec<OnlineStep> {
    let mut all: Vec<OnlineStep> = complaint.delivery.online.clone();
    all.retain(|step| *step != OnlineStep::Service);
    if complaint.electronic {
        all.push(OnlineStep::Service);
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The day from which judgments, rulings and mediation documents may be served electronically (民事诉讼法 (2021) art. 90).
pub const DECISIONS_ONLINE: Day = Day(18_993);

/// What may not be served electronically on a day, for those who agreed to it (S-062); none when all may.
pub fn not_electronic(today: Day) -> Option<&'static str> {
    (today < DECISIONS_ONLINE).then_some(
        "判决书、裁定书、调解书在 2022 年 1 月 1 日以前不能电子送达，仍按送达地址邮寄或者直接送达（民事诉讼法（2017）第八十七条）。",
    )
}

pub(super) fn check(out: &mut Defects, complaint: &Complaint) {
    let at = |field: &str| ("R11", Step::Confirm, field.to_owned());
    out.text(&complaint.address, (5, LINE), at("address"), "送达地址");
    let delivery = &complaint.delivery;
    out.text(&delivery.recipient, (0, NAME), at("recipient"), "收件人");
    let email = delivery.email.trim();
    out.when(
        !email.is_empty() && !is_email(email),
        "R11",
        Step::Confirm,
        "email",
        "电子邮箱的写法不对，例如 zhangsan@example.com",
    );
    let phone = delivery.phone.trim();
    out.when(!phone.is_empty() && !is_phone(phone), "R11", Step::Confirm, "phone", "接收短信的电话只用数字和“-”");
}

/// An address of one name and one domain, in printable ASCII.
fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let plain =
        text.len() <= 254 && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>,;:\\()[]".contains(&byte));
    let dotted = domain.contains('.') && domain.split('.').all(|part| !part.is_empty());
    plain && !name.is_empty() && dotted && !domain.contains('@')
}
