//! A judgment is made public and counted where the articles it cites stand; a stub and one that was taken back are not.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use court::publication::{Documents, Fresh, Paper, Stage};
use door::Clock as _;
use law::day::Day;
use law::ids::Stream;
use law::life::codes::{Document, Recall, Withholding};
use library::Shelf;
use library::pages::{Reading, routes};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::browser::{House, Keys};
use crate::filing::{court, stream_of};
use crate::judgments::effective;

/// Two laws as a collection of Markdown keeps them.
const LAWS: [(&str, &str); 2] = [
    (
        "sales.md",
        "# 中华人民共和国合同法\n\n1999年3月15日公布\n\n1999年10月1日起施行\n\n<!-- INFO END -->\n\n\
         第一条 为了保护合同当事人的合法权益，制定本法。\n\n第二条 依照前条适用本法。\n",
    ),
    (
        "suits.md",
        "# 中华人民共和国民事诉讼法\n\n2017年6月27日公布\n\n2017年7月1日起施行\n\n<!-- INFO END -->\n\n\
         第一条 当事人应当到庭，依照《中华人民共和国合同法》第二条处理。\n",
    ),
];
const TEXT: &str = "原告甲与被告乙买卖合同纠纷一案，本院认为，被告应当付款。依照《中华人民共和国合同法》第一条、\
     《民诉法》第1条之规定，判决如下：被告乙支付原告甲货款。";
const FIRST: &str = "/laws/sales.md/sales.md%231";
const SECOND: &str = "/laws/sales.md/sales.md%232";

async fn get(router: &Router, address: &str) -> String {
    let request = Request::get(address).body(Body::empty()).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{address}");
    String::from_utf8(to_bytes(answer.into_body(), 1 << 22).await.unwrap().to_vec()).unwrap()
}

async fn told(router: &Router, address: &str) -> Value {
    serde_json::from_str(&get(router, &format!("/api/v1{address}")).await).unwrap()
}

/// The laws on a shelf, and their pages.
async fn shelved(house: &House) -> (Shelf, Router) {
    let folder = house.folder.path().join("laws");
    std::fs::create_dir(&folder).unwrap();
    for (name, text) in LAWS {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let shelf = Shelf::new(house.docket.clone());
    shelf.laws().import(&library::read(&folder).unwrap().laws, house.hands.now()).await.unwrap();
    shelf.build().await.unwrap();
    let router = routes(Reading::new(shelf.clone(), Arc::new(|| Day::parse("2020-06-01").unwrap())));
    (shelf, router)
}

async fn paper(documents: &Documents, stream: Stream, nth: i64) -> Paper {
    documents.one(court(), stream, nth).await.unwrap().unwrap()
}

/// A document as it waits to be checked.
async fn sent_on(house: &House, stream: Stream, nth: i64) -> Paper {
    let made = paper(&house.documents, stream, nth).await;
    house.documents.save(&made, "[]", Stage::Review, made.maker, house.hands.now()).await.unwrap();
    paper(&house.documents, stream, nth).await
}

/// A judgment handed in, as it waits to be checked.
async fn waiting(house: &House, stream: Stream) -> Paper {
    let (court, kind) = (court(), Document::Judgment);
    let fresh = Fresh { court, stream, kind, maker: 11, due: None, text: TEXT, review: "[]" };
    let nth = house.documents.begin(fresh, house.hands.now()).await.unwrap();
    sent_on(house, stream, nth).await
}

pub async fn a_published_judgment_is_counted_where_its_articles_stand(house: House) {
    let (address, _) = effective(&house).await;
    let stream = stream_of(address.strip_suffix("/judgments").unwrap());
    let (shelf, router) = shelved(&house).await;
    assert!(get(&router, FIRST).await.contains("正在统计公开的裁判文书"));
    assert!(told(&router, FIRST).await["judgments_total"].is_null());
    let documents = &house.documents;
    let checked = waiting(&house, stream).await;
    shelf.follow().await.unwrap();
    let page = get(&router, FIRST).await;
    assert!(page.contains("还没有公开的裁判文书引用本条"), "it is not public yet: {page}");

    let by = || (32, "account:32".into());
    documents.publish(&Keys, &checked, TEXT, by(), house.hands.now()).await.unwrap();
    shelf.follow().await.unwrap();
    let public = format!("/judgments/%E8%BE%BD0102/{}/1", stream.0);
    let page = get(&router, FIRST).await;
    for part in [&*public, "（2020）辽0102民初", "1 份", "沈阳市和平区人民法院"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let sheet = told(&router, FIRST).await;
    assert_eq!((&sheet["judgments_total"], &sheet["judgments"][0]["page"]), (&Value::from(1), &Value::from(&*public)));
    assert_eq!(sheet["judgments_by_year"], serde_json::json!([{ "year": 2020, "judgments": 1 }]));
    assert_eq!(told(&router, SECOND).await["judgments_total"], 0, "it does not cite this one");
    assert!(get(&router, FIRST).await.contains("常一起被引用的"), "the other law goes with it");
    let other = told(&router, "/laws/suits.md/suits.md%231").await;
    assert_eq!((&other["judgments_total"], other["cites"][0]["page"].as_str()), (&Value::from(1), Some(SECOND)));

    let again = paper(documents, stream, 1).await;
    documents.recall(&Keys, &again, Recall::Masking, by(), house.hands.now()).await.unwrap();
    shelf.follow().await.unwrap();
    assert!(get(&router, FIRST).await.contains("还没有公开的裁判文书引用本条"), "it was taken back");
    assert_eq!(told(&router, FIRST).await["judgments_total"], 0);

    // a stub is public, and nobody's citation, whatever it says
    let stub = sent_on(&house, stream, 1).await;
    let words = ("依照《合同法》第二条不公布全文", Withholding::Other);
    documents.withhold(&Keys, &stub, words, by(), house.hands.now()).await.unwrap();
    shelf.follow().await.unwrap();
    assert_eq!(told(&router, SECOND).await["judgments_total"], 0);
}
