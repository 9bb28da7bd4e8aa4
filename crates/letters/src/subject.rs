//! Which entries people are told of, and by when they must do something. It decides from the entry alone.

use law::calendar::Calendar;
use law::day::Day;
use law::life::codes::ClosingForm;
use law::life::event::Event;
use law::period::{Period, Roll, Variant, last_day};
use law::words;

words! {
    /// What a letter is about.
    Subject {
        Received = "received", "材料已经收到";
        Correction = "correction", "需要补正材料";
        Resubmitted = "resubmitted", "补正材料已经收到";
        Registered = "registered", "已经立案";
        Fee = "fee", "请交诉讼费";
        Paid = "paid", "诉讼费已经登记";
        Refused = "refused", "裁定不予受理";
        Returned = "returned", "材料已经退回";
        Diverted = "diverted", "已转诉前调解";
        Reopened = "reopened", "调解不成，转为立案审查";
        Drawn = "drawn", "承办法官已经确定";
        Reassigned = "reassigned", "承办法官有变更";
        RecusalUpheld = "recusal_upheld", "准许回避";
        RecusalDenied = "recusal_denied", "不准许回避";
        Hearing = "hearing", "开庭时间已定";
        Adjourned = "adjourned", "开庭延期";
        Transferred = "transferred", "案件移送其他法院";
        FileSent = "file_sent", "上诉案卷已经移送";
        Closed = "closed", "案件已经结案";
        Relief = "relief", "诉讼费缓减免已经决定";
        Explained = "explained", "法院有释明";
        Answered = "answered", "对投诉的答复";
        Reconsidered = "reconsidered", "回避复议已经决定";
    }
}

/// Days to appeal from a ruling, from its service (民事诉讼法（2017）第一百六十四条, deadlines D-211).
const APPEAL_DAYS: u16 = 10;

impl Subject {
    /// What parties are told of an entry, and the day that matters; none for what concerns the court alone.
    /// `assigned` says that the matter had a judge before; `on` is the day of the entry.
    pub fn of(event: &Event, assigned: bool, on: Day) -> Option<(Subject, Option<Day>)> {
        use Subject as S;
        Some(match event {
            Event::Received(_) => (S::Received, None),
            Event::CorrectionAsked(body) => (S::Correction, Some(body.due)),
            Event::Corrected | Event::Resubmitted(_) => (S::Resubmitted, None),
            Event::Accepted(_) => (S::Registered, None),
            Event::FeeNoticed(body) => (S::Fee, Some(body.due)),
            Event::FeePaid(_) => (S::Paid, None),
            Event::Refused(_) => (S::Refused, Some(appeal_until(on))),
            Event::Returned => (S::Returned, None),
            Event::Diverted(body) => (S::Diverted, Some(body.due)),
            Event::Reopened => (S::Reopened, None),
            Event::Assigned(_) => (if assigned { S::Reassigned } else { S::Drawn }, None),
            Event::RecusalDecided(body) => (if body.upheld { S::RecusalUpheld } else { S::RecusalDenied }, None),
            Event::HearingScheduled(body) => (S::Hearing, Some(body.day)),
            Event::HearingAdjourned(_) => (S::Adjourned, None),
            Event::FileSent(_) => (S::FileSent, None),
            Event::Closed(body) if goes_elsewhere(body.form) => (S::Transferred, None),
            Event::Closed(_) => (S::Closed, None),
            Event::ReliefDecided(body) => (S::Relief, body.until),
            Event::Explained(_) => (S::Explained, None),
            Event::ComplaintAnswered(_) => (S::Answered, None),
            Event::Reconsidered(_) => (S::Reconsidered, None),
            _ => return None,
        })
    }
}

/// The last day to appeal from a ruling that is served on this day; the true one follows from the true service.
fn appeal_until(on: Day) -> Day {
    last_day(on, Period::Days(APPEAL_DAYS), Variant::Civil, Roll::Legal, Calendar::embedded(), on)
}

const fn goes_elsewhere(form: ClosingForm) -> bool {
    use ClosingForm as F;
    matches!(form, F::TransferredCourt | F::RaisedLevel | F::DesignatedElsewhere | F::RevokedAndTransferred)
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::fen::Fen;
    use law::ids::JudgeId;
    use law::life::event::{Accepted, Closed, CorrectionAsked, Refused};
    use law::life::papers::{FeeNoticed, RecusalDecided, Viewed};

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn parties_are_told_what_concerns_them_and_by_when() {
        let on = day("2020-03-02");
        let due = day("2020-03-16");
        let asked =
            Event::CorrectionAsked(CorrectionAsked { approver: None, defects: Vec::new(), due, fields: Vec::new() });
        assert_eq!(Subject::of(&asked, false, on), Some((Subject::Correction, Some(due))));
        let fee = Event::FeeNoticed(FeeNoticed {
            amount: Fen(100),
            due,
            full: None,
            later: false,
            relief: None,
            scale: "property".to_owned(),
        });
        assert_eq!(Subject::of(&fee, false, on), Some((Subject::Fee, Some(due))));
        let accepted = Event::Accepted(Accepted { due: Some(due), intake: None, number: "x".to_owned(), rule: None });
        assert_eq!(
            Subject::of(&accepted, false, on),
            Some((Subject::Registered, None)),
            "the court's term is no duty of theirs"
        );
        let viewed = Event::Viewed(Viewed { by: 1, role: "judge".to_owned() });
        assert_eq!(Subject::of(&viewed, false, on), None);
        let recusal =
            |upheld| Event::RecusalDecided(RecusalDecided { by: 1, judge: JudgeId(2), reason: String::new(), upheld });
        assert_eq!(Subject::of(&recusal(true), true, on), Some((Subject::RecusalUpheld, None)));
        assert_eq!(Subject::of(&recusal(false), true, on), Some((Subject::RecusalDenied, None)));
    }

    #[test]
    fn d_211_a_ruling_can_be_appealed_for_ten_days_and_a_day_of_rest_moves_the_last() {
        let refused = Event::Refused(Refused { code: None, ground: "x".to_owned() });
        for (on, until) in [("2020-03-02", "2020-03-12"), ("2020-09-25", "2020-10-09")] {
            assert_eq!(Subject::of(&refused, false, day(on)), Some((Subject::Refused, Some(day(until)))));
        }
    }

    #[test]
    fn a_case_that_goes_elsewhere_is_not_called_closed() {
        let closed = |form| {
            let document = law::life::codes::Document::Ruling;
            Subject::of(
                &Event::Closed(Closed { document, form, in_court: false, qualified: None }),
                true,
                day("2020-03-02"),
            )
        };
        assert_eq!(closed(ClosingForm::TransferredCourt), Some((Subject::Transferred, None)));
        assert_eq!(closed(ClosingForm::Judged), Some((Subject::Closed, None)));
    }
}
