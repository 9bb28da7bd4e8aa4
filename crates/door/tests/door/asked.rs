//! What every action of the policies is asked by over HTTP: upon a matter, and upon none.

use axum::http::Method;
use law::ids::Stream;
use permit::Action;

use crate::browser::{COURT, encoded};

/// Requests that do an action: method, address, body of a form or JSON.
pub fn requests(action: Action, stream: Stream) -> Vec<(Method, String, &'static str)> {
    let code = encoded(COURT);
    let desk = |act: &str, form: &'static str| (Method::POST, format!("/desk/{code}/{}/{act}", stream.0), form);
    let own = |act: &str, form: &'static str| (Method::POST, format!("/filings/{code}/{}/{act}", stream.0), form);
    let api = |at: &str, body: &'static str| (Method::POST, format!("/api/v1/{at}/{code}/{}/acts", stream.0), body);
    let get = |address: String| (Method::GET, address, "");
    match action {
        Action::ViewFiling => {
            vec![
                get(format!("/desk/{code}/{}", stream.0)),
                get(format!("/api/v1/desk/{code}/{}", stream.0)),
                get(format!("/desk/{code}/{}/similar", stream.0)),
                get(format!("/desk/{code}/{}/similar/found", stream.0)),
                desk("similar", "facts=x"),
                desk("similar/typed", "facts=x"),
                desk("similar/vote", "document=1/1/1&useful=1"),
            ]
        }
        Action::AnswerCorrection => {
            vec![
                own("correct", "facts=x"),
                own("files", ""),
                own("files/x/remove", ""),
                api("filings", r#"{"act":"correct","complaint":{"facts":"x"}}"#),
            ]
        }
        Action::GiveNumber => vec![own("number", "number=7"), api("filings", r#"{"act":"number","number":"7"}"#)],
        Action::PayFee => vec![own("fee", "reference=7"), api("filings", r#"{"act":"fee","reference":"7"}"#)],
        Action::ChangeConsent => vec![
            own("consent", "change=hearing-1"),
            api("filings", r#"{"act":"consent","step":"hearing","given":true}"#),
        ],
        Action::Complain => {
            vec![own("complain", "text=x"), api("filings", r#"{"act":"complain","text":"x"}"#)]
        }
        Action::DecideRelief => vec![
            desk("relief", "granted=none&reason=x"),
            api("desk", r#"{"act":"relief","granted":"none","reason":"x"}"#),
        ],
        Action::DeemWithdrawn => vec![desk("deem-withdrawn", ""), api("desk", r#"{"act":"deem_withdrawn"}"#)],
        Action::ApproveCorrection => {
            vec![desk("approve-correction", ""), api("desk", r#"{"act":"approve_correction"}"#)]
        }
        Action::AnswerComplaint => vec![desk("answer", "text=x"), api("desk", r#"{"act":"answer","text":"x"}"#)],
        Action::AskRecusal => {
            vec![
                own("recusal", "judge=11&ground=x"),
                api("filings", r#"{"act":"recusal","judge":11,"ground":"x"}"#),
                own("reconsider", "ground=x"),
                api("filings", r#"{"act":"reconsider","ground":"x"}"#),
            ]
        }
        Action::AskCorrection => vec![
            desk("correction", "code-R03=1&reason=123456789012"),
            api("desk", r#"{"act":"correction","codes":["R03"],"reason":"123456789012"}"#),
            desk("second-correction", "code-R03=1&reason=123456789012&why=x"),
            api("desk", r#"{"act":"second_correction","codes":["R03"],"reason":"123456789012","why":"x"}"#),
            desk("explain", "code=arbitration&text=x"),
            api("desk", r#"{"act":"explain","code":"arbitration","text":"x"}"#),
        ],
        Action::Accept => vec![
            desk("accept", ""),
            desk("reopen", ""),
            desk("take", ""),
            api("desk", r#"{"act":"accept"}"#),
            api("desk", r#"{"act":"take"}"#),
        ],
        Action::RefuseFiling => vec![
            desk("refuse", "code=arbitration&ground=x"),
            api("desk", r#"{"act":"refuse","code":"arbitration","ground":"x"}"#),
        ],
        Action::ReturnFiling => vec![desk("return", ""), api("desk", r#"{"act":"return"}"#)],
        Action::DivertToMediation => vec![desk("divert", ""), api("desk", r#"{"act":"divert"}"#)],
        Action::Draw => vec![
            desk("draw", "procedure=summary"),
            api("desk", r#"{"act":"draw","procedure":"ordinary","bench":"3+1"}"#),
            desk("follow", "procedure=summary&ground=counterclaim&stream=1"),
            api("desk", r#"{"act":"follow","stream":1,"ground":"counterclaim","procedure":"summary"}"#),
        ],
        Action::ProposeChange => vec![
            desk("change", "ground=illness&of=11&reason=123456789012"),
            api("desk", r#"{"act":"propose_change","ground":"illness","of":11,"reason":"123456789012"}"#),
        ],
        Action::DecideChange => vec![
            desk("decide-change", "granted=1&reason=x"),
            api("desk", r#"{"act":"decide_change","granted":true,"reason":"x"}"#),
        ],
        Action::ProposeDesignation => vec![
            desk("propose", "ground=complex&judge=11&reason=123456789012"),
            api("desk", r#"{"act":"propose","ground":"complex","judge":11,"reason":"123456789012"}"#),
        ],
        Action::ApproveDesignation => {
            vec![
                desk("approve", "procedure=summary"),
                api("desk", r#"{"act":"approve","procedure":"summary"}"#),
                desk("decline", "reason=x"),
                api("desk", r#"{"act":"decline","reason":"x"}"#),
            ]
        }
        Action::DecideRecusal => {
            vec![
                desk("recusal", "upheld=1&reason=x"),
                api("desk", r#"{"act":"recusal","upheld":true,"reason":"x"}"#),
                desk("reconsideration", "upheld=1&reason=x"),
                api("desk", r#"{"act":"reconsideration","upheld":true,"reason":"x"}"#),
            ]
        }
        Action::MarkSecrecy => vec![
            desk("classify", "level=open&ground=x"),
            api("desk", r#"{"act":"classify","level":"open","ground":"x"}"#),
        ],
        Action::ListDocuments => ["", "/1", "/1/masked.txt", "/1/masked.docx"]
            .map(|rest| get(format!("/desk/{code}/{}/judgments{rest}", stream.0)))
            .to_vec(),
        Action::MaskDocument => vec![
            desk("judgments", ""),
            desk("judgments/1", "do=rest&version=1"),
            desk("judgments/1/send", "ending=full&version=1"),
        ],
        Action::CheckDocument => vec![
            desk("judgments/1/publish", "version=1"),
            desk("judgments/1/back", "words=x&version=1"),
            desk("judgments/1/recall", "ground=masking&version=1"),
        ],
        Action::HoldHearing => vec![get(format!("/desk/{code}/{}/hearings", stream.0)), desk("hearings", "day=x")],
        _ => Vec::new(),
    }
}

/// Requests of an action upon no matter.
pub fn at_large(action: Action) -> Vec<(Method, &'static str, &'static str)> {
    let get = |address: &'static str| (Method::GET, address, "");
    match action {
        Action::ListFilings => vec![get("/desk"), get("/api/v1/desk")],
        Action::ListCases => vec![
            get("/desk/cases"),
            get("/api/v1/desk/cases"),
            get("/desk/similar"),
            (Method::POST, "/desk/similar", "facts=x"),
            (Method::POST, "/api/v1/desk/similar", r#"{"facts":"被告购买钢材后没有付款"}"#),
        ],
        Action::ReceiveAtCounter => vec![get("/desk/counter"), (Method::POST, "/drafts", "")],
        Action::ReceiveForOther => vec![
            get("/desk/relays"),
            get("/desk/relays/1"),
            (Method::POST, "/desk/relays/1/told", "answer=1"),
            get("/api/v1/desk/relays"),
            (Method::POST, "/api/v1/desk/relays/1/told", r#"{"answer":1}"#),
        ],
        Action::ImportCases => vec![
            get("/desk/import"),
            get("/desk/import/template.xlsx"),
            get("/desk/import/ab"),
            get("/desk/import/ab/faults.csv"),
            get("/desk/import/ab/faults.xlsx"),
            (Method::POST, "/desk/import/ab/run", ""),
            (Method::POST, "/api/v1/desk/imports", ""),
            get("/api/v1/desk/imports/ab"),
            get("/api/v1/desk/imports/ab/faults"),
            (Method::POST, "/api/v1/desk/imports/ab/run", ""),
        ],
        Action::File => vec![
            (Method::POST, "/drafts", ""),
            (Method::POST, "/api/v1/drafts", "{}"),
            get("/api/v1/uploads"),
            (Method::POST, "/drafts/x/files", ""),
        ],
        Action::ManageAccounts => vec![
            get("/admin"),
            get("/admin/accounts/11"),
            (Method::POST, "/admin/accounts", "name=x&login=xyz&role=judge&from=2020-03-02"),
            (Method::POST, "/admin/accounts/11/reset", ""),
            (Method::POST, "/admin/accounts/11/close", ""),
            (Method::POST, "/admin/accounts/11/sign-out", ""),
        ],
        Action::ManagePosts => vec![
            (Method::POST, "/admin/accounts/11/post", "role=president&from=2020-03-02&capacity=100"),
            (Method::POST, "/admin/accounts/11/leave", "kind=annual&from=2020-03-02&until=2020-03-03"),
        ],
        Action::ManageTokens => vec![
            get("/admin/tokens"),
            (Method::POST, "/admin/tokens", "name=x&account=1&until=2020-12-31"),
            (Method::POST, "/admin/tokens/revoke", "number=1"),
        ],
        Action::ManageNotices => vec![
            get("/desk/notices"),
            (Method::POST, "/desk/notices", "title=x&text=y"),
            (Method::POST, "/desk/notices/1/picture", ""),
        ],
        Action::ViewJournal => vec![get("/admin/journal")],
        Action::ViewAccessLog => vec![get("/admin/access")],
        Action::ReadLetters => vec![
            get("/me/inbox"),
            get("/api/v1/inbox"),
            get("/api/v1/inbox/%E8%BE%BD0102/1"),
            (Method::POST, "/me/inbox/read", ""),
            (Method::POST, "/me/wants", "mail=1"),
            (Method::POST, "/api/v1/inbox/read", "{}"),
        ],
        Action::ListDocuments => vec![get("/desk/judgments")],
        Action::CheckDocument => vec![
            get("/desk/judgments/reports/1"),
            (Method::POST, "/desk/judgments/reports/1", "answer=unfounded&words=x"),
        ],
        Action::ManageLetters => vec![get("/admin/letters"), (Method::POST, "/admin/letters/again", "")],
        _ => Vec::new(),
    }
}
