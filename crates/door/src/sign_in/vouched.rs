//! Staff whom another system vouches for (统一身份): sent there, taken back, and told plainly when it does not vouch.
//!
//! What a sign-in began with lies in the register of people, and one cookie binds it to the browser that began it.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::shell::Frame;
use people::session::Duty;
use people::signing::{Pending, Vouched};
use people::{AccountId, Fault as Trouble, SystemDraw};
use vouch::{Provider, Sought};

use hall::form::Sent;
use hall::gate::{Asked, BROWSER, Posted, Who, back, begin, cookie, device, keep, trouble};
use hall::page::{Block, Page, Text};
use hall::state::Door;

fn provider(door: &Door) -> Result<&Provider, Fault> {
    door.provider().ok_or_else(|| Fault::NotFound("本院没有接入统一身份".to_owned()))
}

/// Where somebody goes who has signed in and owes this.
pub fn after(duty: Duty, to: &str) -> &str {
    match duty {
        Duty::None if to.is_empty() => "/desk",
        Duty::None => back(to),
        Duty::ChangePassword => "/me/password",
        Duty::Enrol => "/me/second",
        Duty::Prove => "/me/second/show",
    }
}

/// Why another system did not vouch: logged without a name, said with what to do.
fn unvouched(door: &Door, frame: &Frame, fault: vouch::Fault) -> Result<Response, Fault> {
    tracing::warn!(reason = fault.word(), "another system did not vouch");
    let (status, instead) = match fault {
        vouch::Fault::Unreachable => {
            (StatusCode::SERVICE_UNAVAILABLE, "请过几分钟再试；急用的，可以用本院的用户名和密码登录。")
        }
        vouch::Fault::CodeRefused => (StatusCode::FORBIDDEN, "请重新登录一次。"),
        _ => (StatusCode::FORBIDDEN, "没有登录。请重新登录一次；仍然不行的，请联系本院系统管理员核对统一身份的设置。"),
    };
    stopped(door, frame, status, vec![Text::from(format!("{fault}。")), Text::from(instead)])
}

fn stopped(door: &Door, frame: &Frame, status: StatusCode, told: Vec<Text>) -> Result<Response, Fault> {
    let label = door.provider().map_or("统一身份", |provider| provider.settings().label.as_str());
    let page =
        Page::new(format!("没有用{label}登录"), "").narrow().with(Block::Note("warn", told)).with(Block::Links(vec![
            Text::link(format!("用{label}再登录一次"), "/sign-in/oidc"),
            Text::link("用用户名和密码登录", "/sign-in/staff"),
        ]));
    Ok((status, page.render(frame)?).into_response())
}

/// A page that goes on to another site by itself: an answer to a form may not send the browser there, by the house's own
/// content policy, and a page may.
pub fn onward(frame: &Frame, title: &str, address: &str) -> Result<Response, Fault> {
    let page = Page::new(title, "页面会自动转过去；没有转的，请点下面的链接。")
        .narrow()
        .with(Block::Links(vec![Text::link("现在就去", address)]));
    let mut response = page.render(frame)?.into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={address}")) {
        response.headers_mut().insert(header::REFRESH, value);
    }
    Ok(response)
}

/// Begins, for somebody who signs in or for an account to be linked; gives where the browser is sent and what it keeps.
async fn sent(
    door: &Door,
    account: Option<AccountId>,
    to: &str,
) -> Result<Result<(String, String), vouch::Fault>, Fault> {
    let provider = provider(door)?;
    let now = door.now();
    let begun = door.people().begin_oidc(account, to, now, &mut SystemDraw).await.map_err(trouble)?;
    let sought = Sought { nonce: begun.nonce.as_str(), verifier: begun.verifier.as_str() };
    let address = provider.address(begun.state.as_str(), sought, now).await;
    Ok(address.map(|address| (address, begun.browser.as_str().to_owned())))
}

/// `GET /sign-in/oidc`: sends the browser to the other system.
pub async fn go(State(door): State<Door>, frame: Frame, Asked(query): Asked) -> Result<Response, Fault> {
    match sent(&door, None, query.text("to")).await? {
        Ok((address, browser)) => Ok(keep(Redirect::to(&address).into_response(), BROWSER, &browser, door.pending_s())),
        Err(fault) => unvouched(&door, &frame, fault),
    }
}

/// `POST /me/oidc`: somebody of the staff who is signed in links themselves.
pub async fn link(State(door): State<Door>, frame: Frame, who: Who, posted: Posted) -> Result<Response, Fault> {
    posted.of(&who)?;
    if !who.is_staff() {
        return Err(Fault::Denied("统一身份只供法院工作人员绑定".to_owned()));
    }
    match sent(&door, Some(who.signed.person), "/me/account").await? {
        Ok((address, browser)) => {
            let label = provider(&door)?.settings().label.clone();
            let page = onward(&frame, &format!("正在转到{label}"), &address)?;
            Ok(keep(page, BROWSER, &browser, door.pending_s()))
        }
        Err(fault) => unvouched(&door, &frame, fault),
    }
}

/// `POST /me/oidc/undo`: takes a link of one's own away.
pub async fn unlink(State(door): State<Door>, who: Who, posted: Posted) -> Result<Response, Fault> {
    let sent = posted.of(&who)?;
    let own = door.people().oidc_links(who.signed.person).await.map_err(trouble)?;
    let mut own = own.iter().filter(|link| link.subject == sent.text("subject") && link.issuer == sent.text("issuer"));
    let link = own.next().ok_or_else(|| Fault::NotFound("没有这个绑定".to_owned()))?;
    door.people().unlink_oidc(&link.issuer, &link.subject, who.signed.person, door.now()).await.map_err(trouble)?;
    Ok(Redirect::to("/me/account").into_response())
}

/// `GET /sign-in/oidc/back`: the browser comes back, with a code or with a reason.
pub async fn returned(
    State(door): State<Door>,
    frame: Frame,
    headers: HeaderMap,
    Asked(query): Asked,
) -> Result<Response, Fault> {
    let response = answered(&door, &frame, &headers, &query).await?;
    Ok(keep(response, BROWSER, "", 0))
}

async fn answered(door: &Door, frame: &Frame, headers: &HeaderMap, query: &Sent) -> Result<Response, Fault> {
    let provider = provider(door)?;
    let browser = cookie(headers, BROWSER).unwrap_or_default();
    let pending = match door.people().take_oidc(query.text("state"), &browser, door.now()).await {
        Ok(pending) => pending,
        Err(Trouble::Expired) => {
            tracing::warn!(reason = "no_such_sign_in", "another system did not vouch");
            let told = ["这次登录已经用过、超过了十分钟，或者不是在这个浏览器里开始的。", "没有登录。请重新登录一次。"];
            return stopped(door, frame, StatusCode::FORBIDDEN, told.map(Text::from).to_vec());
        }
        Err(cause) => return Err(trouble(cause)),
    };
    if query.get("iss").is_some_and(|said| said != provider.settings().issuer) {
        return unvouched(door, frame, vouch::Fault::OtherIssuer);
    }
    if let Some(why) = query.get("error") {
        tracing::warn!(reason = "provider_error", "another system did not vouch");
        let told = if why == "access_denied" {
            "您在统一身份系统没有同意登录。"
        } else {
            "统一身份系统没有让您登录。"
        };
        return stopped(
            door,
            frame,
            StatusCode::FORBIDDEN,
            vec![Text::from(told), Text::from("需要的话，请重新登录一次。")],
        );
    }
    let sought = Sought { nonce: pending.nonce.as_str(), verifier: pending.verifier.as_str() };
    match provider.redeem(query.text("code"), sought, door.now()).await {
        Ok(vouched) => vouched_for(door, frame, headers, pending, vouched).await,
        Err(fault) => unvouched(door, frame, fault),
    }
}

async fn vouched_for(
    door: &Door,
    frame: &Frame,
    headers: &HeaderMap,
    pending: Pending,
    vouched: vouch::Vouched,
) -> Result<Response, Fault> {
    if let Some(account) = pending.account {
        return linked(door, frame, headers, account, &vouched).await;
    }
    let word = Vouched {
        issuer: &vouched.issuer,
        subject: &vouched.subject,
        second_factor: vouched.second_factor,
        ticket: Some(&vouched.ticket),
    };
    match door.people().sign_in_by_oidc(word, &device(headers), door.now(), &mut SystemDraw).await {
        Ok(signed) => Ok(begin(&signed, after(signed.duty, &pending.back))),
        Err(Trouble::NoAccount) => {
            tracing::warn!(reason = "not_linked", "another system vouched for somebody unknown");
            let told = vec![
                Text::from("统一身份认得您，但它还没有绑定本院的账户，所以没有登录。"),
                Text::from(
                    "请联系本院系统管理员，在“账户管理”里把下面的用户标识绑定到您的账户；或者先用用户名和密码登录，再在“我的账户”里自己绑定。",
                ),
                Text::from(format!("用户标识：{}", vouched.subject)).looking("number"),
                Text::from(format!("身份提供方：{}", vouched.issuer)).looking("number"),
            ];
            stopped(door, frame, StatusCode::FORBIDDEN, told)
        }
        Err(Trouble::Closed) => {
            tracing::warn!(reason = "closed", "another system vouched for a closed account");
            let told = ["您在本院的账户已经停用，没有登录。", "如有疑问，请联系本院系统管理员。"];
            stopped(door, frame, StatusCode::FORBIDDEN, told.map(Text::from).to_vec())
        }
        Err(cause) => Err(trouble(cause)),
    }
}

/// Links whoever came back to the account that asked, if it is still the one signed in here.
async fn linked(
    door: &Door,
    frame: &Frame,
    headers: &HeaderMap,
    account: AccountId,
    vouched: &vouch::Vouched,
) -> Result<Response, Fault> {
    let signed = hall::gate::signed(door, headers).await?;
    if signed.is_none_or(|signed| signed.person != account || signed.duty != Duty::None) {
        let told = ["绑定没有完成：登录已经退出，或者换了别的账户。", "请重新登录后，在“我的账户”里再绑定一次。"];
        return stopped(door, frame, StatusCode::FORBIDDEN, told.map(Text::from).to_vec());
    }
    match door.people().link_oidc((&vouched.issuer, &vouched.subject), account, account, door.now()).await {
        Ok(()) => Ok(Redirect::to("/me/account").into_response()),
        Err(cause @ Trouble::Refused(_)) => {
            stopped(door, frame, StatusCode::CONFLICT, vec![Text::from(cause.to_string())])
        }
        Err(cause) => Err(trouble(cause)),
    }
}
