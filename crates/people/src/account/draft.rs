//! What is asked for when an account is made, and everything that can be wrong with it before a table is looked at.

use std::fmt;

use law::day::{Day, Moment};
use law::identity::{CitizenId, CreditCode};

use super::{AccountId, Kind};
use crate::field::{self, Faults};

/// A new account as it was filled in. It does not print what is personal.
#[derive(Clone, Default)]
pub struct Draft {
    /// Kind.
    pub kind: Kind,
    /// Display name: a person's or an organisation's.
    pub name: String,
    /// Mobile phone; everybody but minors and staff needs one.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Citizen's number of a natural person.
    pub id_number: Option<String>,
    /// Uniform social credit code of an organisation.
    pub credit_code: Option<String>,
    /// A lawyer's licence.
    pub licence: Option<String>,
    /// A lawyer's firm.
    pub firm: Option<String>,
    /// Login name of staff.
    pub login: Option<String>,
    /// Who acts for this person; a minor needs one.
    pub guardian: Option<AccountId>,
    /// Whether the service address is confirmed.
    pub address_confirmed: bool,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// An identity number that reads.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Identity {
    Citizen(CitizenId),
    Organisation(CreditCode),
}

/// A draft read: what came out clean. Only without faults is it whole.
pub(crate) struct Checked {
    pub(crate) kind: Kind,
    pub(crate) name: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) identity: Option<Identity>,
    pub(crate) licence: Option<String>,
    pub(crate) firm: Option<String>,
    pub(crate) login: Option<String>,
    pub(crate) guardian: Option<AccountId>,
    pub(crate) address_confirmed: bool,
}

/// Whether a kind of account has a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Yes,
    May,
    No,
}

/// Years of age from which a person acts for themselves (民法典 art. 17, 18).
const OF_AGE: i16 = 18;

/// Whether somebody born on that day is of age: from the day of the birthday on, the first of March for a leap day.
pub(crate) fn of_age(born: Day, today: Day) -> bool {
    let full = born.year().saturating_add(OF_AGE);
    let birthday = Day::new(full, born.month(), born.date().day());
    birthday.or_else(|| Day::new(full, 3, 1)).is_some_and(|birthday| birthday <= today)
}

impl Draft {
    /// Reads every field; faults are noted, all of them.
    pub(crate) fn check(&self, at: Moment, faults: &mut Faults) -> Checked {
        let today = at.day();
        let kind = self.kind;
        let name_of = if kind == Kind::Company { "单位名称" } else { "姓名" };
        let name = faults.take("name", field::line(name_of, &self.name, field::NAME));
        let [citizen, organisation] = wanted(kind);
        let citizen = take(faults, "id_number", ("身份证号", citizen), &self.id_number, |text| {
            CitizenId::parse(text, today).map_err(|fault| format!("身份证号有误：{fault}。"))
        });
        let organisation =
            take(faults, "credit_code", ("统一社会信用代码", organisation), &self.credit_code, |text| {
                CreditCode::parse(text).map_err(|fault| format!("统一社会信用代码有误：{fault}。"))
            });
        let minor = citizen.as_ref().and_then(CitizenId::born).is_some_and(|born| !of_age(born, today));
        self.check_guardian(minor, faults);
        let phone = if kind == Kind::Staff || minor { Wanted::May } else { Wanted::Yes };
        let phone = take(faults, "phone", ("手机号码", phone), &self.phone, field::phone);
        let email = take(faults, "email", ("电子邮箱", Wanted::May), &self.email, field::email);
        let of_lawyer = if kind == Kind::Lawyer { Wanted::Yes } else { Wanted::No };
        let licence = take(faults, "licence", ("律师执业证号", of_lawyer), &self.licence, field::licence);
        let firm = take(faults, "firm", ("律师事务所", of_lawyer), &self.firm, |text| {
            field::line("律师事务所", text, field::NAME)
        });
        let of_staff = if kind == Kind::Staff { Wanted::Yes } else { Wanted::No };
        let login = take(faults, "login", ("用户名", of_staff), &self.login, field::login);
        let identity = citizen.map(Identity::Citizen).or(organisation.map(Identity::Organisation));
        let Draft { guardian, address_confirmed, .. } = *self;
        Checked { kind, name, phone, email, identity, licence, firm, login, guardian, address_confirmed }
    }

    fn check_guardian(&self, minor: bool, faults: &mut Faults) {
        match (self.kind, self.guardian) {
            (Kind::Litigant, None) if minor => {
                faults.add("guardian", "未满十八周岁的当事人须由监护人代为办理，请先由监护人注册，再由其添加。");
            }
            (Kind::Litigant, _) | (Kind::Company, None) => {}
            (Kind::Lawyer | Kind::Staff, None) if minor => {
                faults.add("id_number", "未满十八周岁不能开立此类账号，请核对身份证号。");
            }
            (_, None) => {}
            (_, Some(_)) => faults.add("guardian", "只有当事人账号可以填写监护人，请删去。"),
        }
    }
}

/// Whether a kind has a citizen's number, and an organisation's code.
const fn wanted(kind: Kind) -> [Wanted; 2] {
    match kind {
        Kind::Litigant | Kind::Lawyer => [Wanted::Yes, Wanted::No],
        Kind::Company => [Wanted::No, Wanted::Yes],
        Kind::Staff => [Wanted::May, Wanted::No],
    }
}

fn take<T>(
    faults: &mut Faults,
    field: &'static str,
    (what, wanted): (&str, Wanted),
    given: &Option<String>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    let given = given.as_deref().map(str::trim).filter(|text| !text.is_empty());
    match (given, wanted) {
        (None, Wanted::Yes) => faults.take(field, Err(format!("请填写{what}。"))),
        (None, Wanted::May | Wanted::No) => None,
        (Some(_), Wanted::No) => faults.take(field, Err(format!("此类账号不填{what}，请删去。"))),
        (Some(text), Wanted::Yes | Wanted::May) => faults.take(field, read(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Fault;

    const GROWN: &str = "11010519491231002X";

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn litigant() -> Draft {
        Draft { name: "张三".to_owned(), phone: some("13800000000"), id_number: some(GROWN), ..Draft::default() }
    }

    fn wrong(draft: &Draft) -> Vec<&'static str> {
        let mut faults = Faults::default();
        draft.check(Day::new(2021, 6, 1).unwrap().at_minute(0), &mut faults);
        match faults.settle() {
            Ok(()) => Vec::new(),
            Err(Fault::Refused(all)) => all.iter().map(|fault| fault.field).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        assert!(wrong(&litigant()).is_empty());
        let all = Draft {
            name: "张\u{202e}三".to_owned(),
            phone: some("12345"),
            email: some("nobody"),
            id_number: some("110105194912310021"),
            login: some("zhangsan"),
            ..Draft::default()
        };
        assert_eq!(wrong(&all), ["name", "id_number", "phone", "email", "login"]);
        assert_eq!(wrong(&Draft::default()), ["name", "id_number", "phone"]);
    }

    #[test]
    fn each_kind_has_its_fields() {
        let company = Draft { kind: Kind::Company, ..litigant() };
        assert_eq!(wrong(&company), ["id_number", "credit_code"]);
        let company = Draft { id_number: None, credit_code: some("91350100M000100Y43"), ..company };
        assert!(wrong(&company).is_empty());
        assert_eq!(wrong(&Draft { kind: Kind::Lawyer, ..litigant() }), ["licence", "firm"]);
        let staff = Draft { kind: Kind::Staff, name: "王五".to_owned(), ..Draft::default() };
        assert_eq!(wrong(&staff), ["login"]);
        let staff = Draft { login: some("wangwu"), guardian: Some(AccountId(1)), ..staff };
        assert_eq!(wrong(&staff), ["guardian"]);
    }

    #[test]
    fn a_minor_needs_a_guardian_and_no_phone() {
        // born 2010-01-01
        let minor = Draft { id_number: some(&numbered("11010520100101001")), phone: None, ..litigant() };
        assert_eq!(wrong(&minor), ["guardian"]);
        assert!(wrong(&Draft { guardian: Some(AccountId(1)), ..minor.clone() }).is_empty());
        let lawyer = Draft { kind: Kind::Lawyer, licence: some("12101202011234567"), firm: some("某所"), ..minor };
        assert_eq!(wrong(&lawyer), ["id_number"]);
    }

    fn numbered(first: &str) -> String {
        let day = Day::new(2030, 1, 1).unwrap();
        let all = "0123456789X".chars().map(|check| format!("{first}{check}"));
        all.into_iter().find(|number| CitizenId::parse(number, day).is_ok()).unwrap()
    }

    #[test]
    fn of_age_on_the_birthday_itself() {
        let day = |text| Day::parse(text).unwrap();
        assert!(!of_age(day("2003-06-02"), day("2021-06-01")));
        assert!(of_age(day("2003-06-01"), day("2021-06-01")));
        assert!(!of_age(day("2004-02-29"), day("2022-02-28")));
        assert!(of_age(day("2004-02-29"), day("2022-03-01")));
    }

    #[test]
    fn a_draft_does_not_slip_into_a_log() {
        let text = format!("{:?}", litigant());
        assert!(!text.contains("1949") && !text.contains("138") && !text.contains("张三"), "{text}");
    }
}
