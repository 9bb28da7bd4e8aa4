//! Where papers are served to, consent to each step online, and the signature, as fields, and read back.

use law::complaint::{Complaint, Delivery};
use law::life::codes::OnlineStep;

use hall::form::{Field, Kind, Sent};

/// Steps agreed to each by itself; service has a field of its own.
const STEPS: [(OnlineStep, &str); 4] = [
    (OnlineStep::Mediation, "同意在线调解：用音视频参加调解"),
    (OnlineStep::Evidence, "同意在线交换证据"),
    (OnlineStep::Inquiry, "同意在线接受询问"),
    (OnlineStep::Hearing, "同意在线开庭：用音视频参加庭审"),
];

pub(super) fn fields(complaint: &Complaint) -> Vec<Field> {
    let tick = |yes: bool| if yes { "1" } else { "" };
    let delivery = &complaint.delivery;
    let mut all = vec![
        Field::line("address", "送达地址")
            .hint(
                "法院的文书送到这里。地址变了要告诉法院，否则按这里送到就算送达；这个地址在上诉、再审和执行中也有效。",
            )
            .holding(complaint.address.as_str())
            .needed(),
        Field::line("recipient", "收件人").hint("不填就是原告本人。").holding(delivery.recipient.as_str()),
        Field::new("electronic", "同意电子送达：文书发到本站收件箱和我填写的手机、邮箱", Kind::Tick)
            .hint("到达就算送达。以后可以随时改为不同意，对改了以后的文书有效。")
            .holding(tick(complaint.electronic)),
        Field::new("email", "接收文书的电子邮箱", Kind::Line("email", "email"))
            .holding(delivery.email.as_str())
            .when("electronic=1"),
        Field::new("phone", "接收短信的手机", Kind::Line("tel", "tel"))
            .holding(delivery.phone.as_str())
            .when("electronic=1"),
    ];
    all.extend(STEPS.iter().map(|(step, told)| {
        Field::new(format!("online.{}", step.word()), *told, Kind::Tick).holding(tick(delivery.online.contains(step)))
    }));
    all.extend([
        Field::new("mediation", "愿意先由调解组织调解（不收费，三十日内调解不成就立案）", Kind::Tick)
            .holding(tick(complaint.mediation)),
        Field::new("signed", "以上内容是我本人填写，内容属实；我知道虚假诉讼要承担法律责任", Kind::Tick)
            .holding(tick(complaint.signed)),
    ]);
    all
}

pub(super) fn take(complaint: &mut Complaint, sent: &Sent) {
    let text = |name: &str| sent.text(name).to_owned();
    let online = STEPS.iter().map(|(step, _)| *step).filter(|step| sent.ticked(&format!("online.{}", step.word())));
    complaint.address = text("address");
    complaint.delivery =
        Delivery { email: text("email"), online: online.collect(), phone: text("phone"), recipient: text("recipient") };
    complaint.electronic = sent.ticked("electronic");
    complaint.mediation = sent.ticked("mediation");
    complaint.signed = sent.ticked("signed");
}
