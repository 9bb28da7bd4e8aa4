//! What the register does may be awaited on any thread: a server's handlers ask for that. It is checked by compiling.

use docket::sealed::StreamKey;
use docket::store::Docket;
use law::day::{Day, Moment};
use law::ids::CourtId;
use law::role::Role;
use people::account::{AccountFilter, AgentDraft, Contact};
use people::post::{InterestDraft, InterestId, LeaveDraft, LeaveId, StandInDraft, StandInId};
use people::signing::{Second, StaffSignIn, Vouched};
use people::token::{TokenDraft, TokenId};
use people::{AccountId, Device, Draft, Draw, Kind, People, PostDraft, PostId};

fn movable<F: Future + Send>(future: F) {
    drop(future);
}

struct Given {
    draft: Draft,
    contact: Contact,
    agent: AgentDraft,
    post: PostDraft,
    interest: InterestDraft,
    token: TokenDraft,
    device: Device,
}

/// One call of each kind of method; never run, for it needs every draft.
fn calls(people: &People, given: &Given, sign_in: StaffSignIn<'_>, draw: &mut dyn Draw, at: Moment) {
    let (who, day, text) = (AccountId(1), Day(1), "x");
    movable(people.create(&given.draft, who, at));
    movable(people.seed(&[], at));
    movable(people.account(who));
    movable(people.contact(who));
    movable(people.identity(who));
    movable(people.by_phone(Kind::Litigant, text));
    movable(people.by_identity(Kind::Litigant, text, at));
    movable(people.by_login(text));
    movable(people.wards(who));
    movable(people.change_contact(who, &given.contact, who, at));
    movable(people.confirm_address(who, true, who, at));
    movable(people.set_closed(who, true, who, at));
    movable(people.accounts(&AccountFilter::all(day), None, 1));
    movable(people.put_agent(&given.agent, who, at));
    movable(people.end_agent(who, who, day, who, at));
    movable(people.agents_of(who, day));
    movable(people.add_post(&given.post, who, at));
    movable(people.end_post(PostId(1), day, who, at));
    movable(people.posts_on(who, day));
    movable(people.holders(CourtId(1), Role::Judge, day));
    movable(people.bench(&[CourtId(1)], &[Role::Judge], day, (day, day)));
    movable(people.add_stand_in(StandInDraft { post: PostId(1), account: who, from: day, until: day }, who, at));
    movable(people.end_stand_in(StandInId(1), day, who, at));
    movable(people.end_leave(LeaveId(1), day, who, at));
    let leave = LeaveDraft { account: who, from: day, until: day, kind: people::post::LeaveKind::Sick };
    movable(people.add_leave(leave, who, at));
    movable(people.leaves(who, day, day));
    movable(people.declare_interest(&given.interest, who, at));
    movable(people.withdraw_interest(InterestId(1), who, at));
    movable(people.interests_in(who, text, None, at));
    movable(people.journal(None, None, None, 1));
    movable(people.make_token(&given.token, who, at, draw));
    movable(people.check_token(text, at));
    movable(people.revoke_token(TokenId(1), who, at));
    movable(people.sign_in_staff(sign_in, &given.device, at, draw));
    signing(people, given, draw, at);
}

fn signing(people: &People, given: &Given, draw: &mut dyn Draw, at: Moment) {
    let (who, text) = (AccountId(1), "x");
    movable(people.ask_code(text, at, draw));
    movable(people.sign_in_by_code(Kind::Litigant, (text, text), &given.device, at, draw));
    movable(people.register(&given.draft, text, &given.device, at, draw));
    movable(people.set_password(who, text, who, at, draw));
    movable(people.change_password(who, (text, text), text, at, draw));
    movable(people.reset_staff(who, who, at, draw));
    movable(people.unlock_staff(who, who, at));
    movable(people.enrol_second(who, draw));
    movable(people.confirm_second(who, text, text, at, draw));
    movable(people.renew_recovery(who, text, at, draw));
    movable(people.recovery_left(who));
    movable(people.link_oidc((text, text), who, who, at));
    movable(people.by_oidc(text, text));
    movable(people.unlink_oidc(text, text, who, at));
    let vouched = Vouched { issuer: text, subject: text, second_factor: true, ticket: None };
    movable(people.sign_in_by_oidc(vouched, &given.device, at, draw));
    movable(people.begin_oidc(None, text, at, draw));
    movable(people.take_oidc(text, text, at));
    movable(people.prove_second(who, Second::None, text, at));
    movable(people.principals(who, at));
    movable(people.act_for(text, None, at));
    movable(people.resume(text, text, at));
    movable(people.choose_post(text, PostId(1), None, at));
    movable(people.devices(who, at));
    movable(people.sign_out(text, at));
    movable(people.sign_out_device(who, text, who, at));
    movable(people.sign_out_everywhere(who, who, at));
    movable(people.sweep(at));
}

#[tokio::test]
async fn a_register_moves_to_another_thread_and_answers_there() {
    let _: fn(&People, &Given, StaffSignIn<'_>, &mut dyn Draw, Moment) = calls;
    let scratch = docket::testing::sqlite().unwrap();
    let people = People::new(Docket::open(&scratch.url).await.unwrap(), StreamKey::from_seed(b"people"));
    let there = tokio::spawn(async move { people.sweep(Moment(0)).await });
    assert_eq!(there.await.unwrap().unwrap().sessions, 0);
}
