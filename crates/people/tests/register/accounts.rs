//! Accounts: made, found, changed, listed.

use law::ids::CourtId;
use law::role::Role;
use people::account::{Account, AccountFilter, AccountId, AccountOrder, AgentDraft, Contact, Draft, Kind, Power, Seed};
use people::journal::Event;
use people::signing::PasswordHash;
use people::{Fault, People};

use crate::fixture::*;

pub async fn an_account_reads_back_and_is_found(people: &People) {
    let draft = Draft { email: some("zhang@Example.cn"), address_confirmed: true, ..litigant(1) };
    let number = make(people, &draft).await;
    assert_eq!(number, AccountId(1_000_000));
    assert_eq!(make(people, &litigant(2)).await, AccountId(1_000_001));
    let found = people.account(number).await.unwrap().unwrap();
    assert_eq!((found.name.as_str(), found.kind, found.address_confirmed), ("张1", Kind::Litigant, true));
    assert_eq!(people.by_phone(Kind::Litigant, "+86 138-0000-0001").await.unwrap(), Some(found.clone()));
    assert_eq!(people.by_phone(Kind::Lawyer, &phone(1)).await.unwrap(), None);
    assert_eq!(people.by_phone(Kind::Litigant, "x").await.unwrap(), None);
    let id = number_of(1);
    assert_eq!(people.by_identity(Kind::Litigant, &id.to_lowercase(), at(0)).await.unwrap(), Some(found));
    assert_eq!(people.identity(number).await.unwrap(), Some(id));
    let contact = people.contact(number).await.unwrap();
    assert_eq!((contact.phone, contact.email), (Some(phone(1)), some("zhang@example.cn")));
    assert_eq!(people.account(AccountId(5)).await.unwrap(), None);
    assert_eq!(people.contact(AccountId(5)).await, Err(Fault::NotFound));
    let wang = make(people, &staff("Wang.Wu")).await;
    assert_eq!(people.by_login(" WANG.wu").await.unwrap().unwrap().number, wang);
}

fn number_of(n: u16) -> String {
    number("19900101", n)
}

pub async fn what_is_personal_is_not_in_the_tables(people: &People) {
    let draft = Draft { email: some("zhang@example.cn"), ..litigant(1) };
    let made = make(people, &draft).await;
    let contact = Contact { phone: Some(phone(9)), email: some("li@example.cn") };
    let docket = people.docket().pool();
    for round in 0..2 {
        let sql = "SELECT phone, email, identity FROM accounts WHERE account = $1";
        let row = sqlx::query(sql).bind(made.0).fetch_one(docket).await.unwrap();
        for column in 0..3 {
            let sealed: String = sqlx::Row::try_get(&row, column).unwrap();
            for plain in [phone(1), phone(9), "example".to_owned(), number_of(1)] {
                assert!(!sealed.contains(&plain), "{round} {column}");
            }
        }
        people.change_contact(made, &contact, made, at(round)).await.unwrap();
    }
    assert_eq!(people.contact(made).await.unwrap(), contact);
}

pub async fn what_is_taken_is_said_with_all_else_that_is_wrong(people: &People) {
    make(people, &litigant(1)).await;
    let again = Draft { email: some("x"), ..litigant(1) };
    assert_eq!(fields(people.create(&again, AccountId::SYSTEM, at(0)).await), ["email", "phone", "id_number"]);
    let lawyer = Draft { kind: Kind::Lawyer, licence: some("12101202011234567"), firm: some("某所"), ..litigant(1) };
    make(people, &lawyer).await;
    let other = Draft { kind: Kind::Lawyer, licence: some("12101202011234567"), firm: some("某所"), ..litigant(2) };
    assert_eq!(fields(people.create(&other, AccountId::SYSTEM, at(0)).await), ["licence"]);
    make(people, &staff("wangwu")).await;
    assert_eq!(fields(people.create(&staff("WangWu"), AccountId::SYSTEM, at(0)).await), ["login"]);
    // two at once: one of them gets it
    let draft = litigant(3);
    let (one, two) =
        tokio::join!(people.create(&draft, AccountId::SYSTEM, at(0)), people.create(&draft, AccountId::SYSTEM, at(0)));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
}

pub async fn a_minor_is_registered_by_a_guardian_of_age(people: &People) {
    let guardian = make(people, &litigant(1)).await;
    let minor = Draft { id_number: Some(number("20100101", 1)), phone: None, ..litigant(2) };
    assert_eq!(fields(people.create(&minor, guardian, at(0)).await), ["guardian"]);
    let ward = |guardian| Draft { guardian: Some(guardian), ..minor.clone() };
    let minor = people.create(&ward(guardian), guardian, at(0)).await.unwrap();
    assert_eq!(people.wards(guardian).await.unwrap(), [minor]);
    assert_eq!(people.account(minor).await.unwrap().unwrap().guardian, Some(guardian));
    let other = |guardian| Draft { id_number: Some(number("20100101", 2)), ..ward(guardian) };
    let of_staff = make(people, &staff("wangwu")).await;
    for not in [minor, of_staff, AccountId(77)] {
        assert_eq!(fields(people.create(&other(not), guardian, at(0)).await), ["guardian"], "{not}");
    }
    people.set_closed(guardian, true, AccountId(1), at(1)).await.unwrap();
    assert_eq!(fields(people.create(&other(guardian), guardian, at(2)).await), ["guardian"]);
}

pub async fn contact_changes_and_keeps_what_signs_in(people: &People) {
    let (one, two) = (make(people, &litigant(1)).await, make(people, &litigant(2)).await);
    let change = async |phone: Option<String>, email: Option<&str>| {
        people.change_contact(two, &Contact { phone, email: email.map(str::to_owned) }, two, at(1)).await
    };
    assert_eq!(fields(change(Some(phone(1)), Some("x")).await), ["email", "phone"]);
    assert_eq!(fields(change(None, None).await), ["phone"]);
    change(Some(phone(3)), None).await.unwrap();
    assert_eq!(people.by_phone(Kind::Litigant, &phone(2)).await.unwrap(), None);
    assert_eq!(people.by_phone(Kind::Litigant, &phone(3)).await.unwrap().unwrap().number, two);
    change(Some(phone(3)), Some("a@example.cn")).await.unwrap();
    people.confirm_address(one, true, one, at(1)).await.unwrap();
    assert!(people.account(one).await.unwrap().unwrap().address_confirmed);
    assert_eq!(people.confirm_address(AccountId(9), true, one, at(1)).await, Err(Fault::NotFound));
}

pub async fn a_company_has_agents(people: &People) {
    let company = Draft {
        kind: Kind::Company,
        name: "某有限公司".to_owned(),
        credit_code: some("91350100M000100Y43"),
        id_number: None,
        ..litigant(1)
    };
    let company = make(people, &company).await;
    assert_eq!(people.identity(company).await.unwrap(), some("91350100M000100Y43"));
    let found = people.by_identity(Kind::Company, "91350100m000100y43", at(0)).await.unwrap();
    assert_eq!(found.unwrap().number, company);
    let agent = make(people, &litigant(2)).await;
    let draft = AgentDraft {
        company,
        agent,
        powers: vec![Power::Settle, Power::Waive, Power::Settle],
        from: today(),
        until: None,
    };
    people.put_agent(&draft, company, at(0)).await.unwrap();
    let named = people.agents_of(company, today()).await.unwrap();
    assert_eq!(named[0].powers, [Power::Waive, Power::Settle]);
    assert_eq!(people.companies_of(agent, today()).await.unwrap(), named);
    assert!(people.agents_of(company, today().plus(-1)).await.unwrap().is_empty());
    people.end_agent(company, agent, today(), company, at(1)).await.unwrap();
    assert_eq!(people.agents_of(company, today()).await.unwrap().len(), 1);
    assert!(people.agents_of(company, today().plus(1)).await.unwrap().is_empty());
    let wrong = AgentDraft { company: agent, agent: company, until: Some(today().plus(-1)), ..draft };
    assert_eq!(fields(people.put_agent(&wrong, company, at(0)).await), ["company", "agent", "until"]);
    assert_eq!(people.end_agent(agent, company, today(), company, at(1)).await, Err(Fault::NotFound));
}

pub async fn seeds_keep_their_numbers_and_the_counter_stays_clear(people: &People) {
    let hash = PasswordHash::make("correct horse battery", &people.terms().passwords, &mut Seeded(1)).unwrap();
    let seed = |number, login: &str| Seed {
        number: AccountId(number),
        draft: staff(login),
        posts: vec![post(AccountId(0), Role::Judge, 1), post(AccountId(0), Role::DivisionHead, 1)],
        password: Some(hash.clone()),
    };
    people.seed(&[seed(1, "one"), seed(2, "two")], at(0)).await.unwrap();
    let judges = people.holders(CourtId(1), Role::Judge, today()).await.unwrap();
    assert_eq!(judges.iter().map(|acting| acting.account.0).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(make(people, &litigant(1)).await, AccountId(1_000_000));
    // all or none, and a number beyond the counter moves it on
    assert_eq!(fields(people.seed(&[seed(3, "three"), seed(2, "again")], at(0)).await), ["number"]);
    assert_eq!(people.account(AccountId(3)).await.unwrap(), None);
    assert_eq!(fields(people.seed(&[seed(0, "nobody")], at(0)).await), ["number"]);
    people.seed(&[seed(1_000_007, "far")], at(0)).await.unwrap();
    assert_eq!(make(people, &litigant(2)).await, AccountId(1_000_008));
    let line = people.journal(Some(AccountId(1)), None, None, 10).await.unwrap();
    assert_eq!(
        line.iter().map(|line| line.event).collect::<Vec<_>>(),
        [Event::PostAdded, Event::PostAdded, Event::Created]
    );
}

pub async fn accounts_are_listed_and_paged(people: &People) {
    for n in 0..5 {
        make(people, &litigant(n)).await;
    }
    let (one, two) = (make(people, &staff("li.si")).await, make(people, &staff("zhao")).await);
    people.add_post(&post(one, Role::Judge, 2), AccountId(1), at(0)).await.unwrap();
    people.add_post(&post(two, Role::Clerk, 2), AccountId(1), at(0)).await.unwrap();
    let all = AccountFilter::all(today());
    let list = async |filter: &AccountFilter| {
        let found = people.accounts(filter, None, 100).await.unwrap();
        found.into_iter().map(|account| account.name).collect::<Vec<_>>()
    };
    assert_eq!(list(&all).await.len(), 7);
    assert_eq!(list(&AccountFilter { kind: Some(Kind::Staff), ..all.clone() }).await, ["员li.si", "员zhao"]);
    assert_eq!(list(&AccountFilter { name: some("张3"), ..all.clone() }).await, ["张3"]);
    assert_eq!(list(&AccountFilter { name: some("Zhao"), ..all.clone() }).await, ["员zhao"]);
    assert!(list(&AccountFilter { name: some("%"), ..all.clone() }).await.is_empty());
    assert_eq!(list(&AccountFilter { court: Some(CourtId(2)), ..all.clone() }).await, ["员li.si", "员zhao"]);
    assert_eq!(list(&AccountFilter { role: Some(Role::Clerk), ..all.clone() }).await, ["员zhao"]);
    let both = AccountFilter { role: Some(Role::Clerk), court: Some(CourtId(3)), ..all.clone() };
    assert!(list(&both).await.is_empty());
    let early = AccountFilter { court: Some(CourtId(2)), day: today().plus(-101), ..all.clone() };
    assert!(list(&early).await.is_empty());
    people.set_closed(two, true, one, at(1)).await.unwrap();
    assert_eq!(list(&AccountFilter { kind: Some(Kind::Staff), ..all.clone() }).await, ["员li.si"]);
    assert_eq!(list(&AccountFilter { closed: true, ..all.clone() }).await.len(), 7);
    assert_eq!(
        list(&AccountFilter { name: some("HA"), closed: true, ..all.clone() }).await,
        ["员zhao"],
        "a part of it"
    );
    for order in AccountOrder::ALL.iter().copied() {
        let filter = AccountFilter { order, closed: true, ..all.clone() };
        let whole = people.accounts(&filter, None, 100).await.unwrap();
        let mut paged: Vec<Account> = Vec::new();
        loop {
            let page = people.accounts(&filter, paged.last().map(|last| last.number), 2).await.unwrap();
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, whole, "{order:?}");
        let sorted = match order {
            AccountOrder::Number => whole.is_sorted_by_key(|one| one.number),
            AccountOrder::Name => {
                // the engines sort by their own rules, and either keeps like with like
                let turns = |pair: &[Account]| pair[0].name.starts_with('员') != pair[1].name.starts_with('员');
                whole.windows(2).filter(|pair| turns(pair)).count() == 1
            }
            AccountOrder::Newest => whole.windows(2).all(|pair| pair[0].made_at >= pair[1].made_at),
        };
        assert!(sorted, "{order:?} {whole:?}");
    }
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = people.accounts(&all, after, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.number);
        seen.extend(page.into_iter().map(|account| account.number));
    }
    assert_eq!(seen.len(), 6);
    assert!(seen.is_sorted());
}
