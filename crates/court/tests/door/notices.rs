//! The notice board: what hangs, whose, from when until when.

use court::notices::{Board, Notice, NoticeFault, PORTAL};
use docket::store::Docket;
use law::ids::CourtId;

use crate::support::{at, court_of, day};

pub async fn notices_hang_from_a_day_to_a_day(docket: &Docket) {
    let board = Board::new(docket.clone());
    board.begin().await.unwrap();
    board.begin().await.unwrap();
    const ALL: (i64, i64) = (0, 50);
    let winter = board.hanging(None, day("2020-12-01"), ALL).await.unwrap();
    assert_eq!(winter.len(), 1, "once, however often the board begins");
    for word in ["肥皂", "流动的清水", "口罩", "通风"] {
        assert!(winter[0].text.contains(word), "{word}");
    }
    assert_eq!(board.hanging(None, day("2020-06-01"), ALL).await.unwrap(), []);
    let court = court_of("辽0102");
    let notice = Notice {
        number: 0,
        court,
        author: 3,
        title: "立案大厅搬迁".into(),
        text: "自七月一日起在新址办公。".into(),
        picture: None,
        picture_alt: None,
        from: day("2020-06-20"),
        until: Some(day("2020-07-31")),
        withdrawn: None,
    };
    let number = board.hang(&notice).await.unwrap();
    assert_eq!(board.hanging(Some(court), day("2020-07-31"), ALL).await.unwrap().len(), 1);
    assert_eq!(board.hanging(Some(court), day("2020-08-01"), ALL).await.unwrap(), []);
    let other = court_of("辽0103");
    assert_eq!(board.hanging(Some(other), day("2020-07-01"), ALL).await.unwrap(), [], "another court's");
    let titles = |found: Vec<Notice>| found.into_iter().map(|notice| notice.title).collect::<Vec<_>>();
    assert_eq!(titles(board.hanging(None, day("2020-07-01"), ALL).await.unwrap()), ["立案大厅搬迁"], "every court's");
    let later = Notice { title: "七月值班".into(), from: day("2020-07-01"), court: other, ..notice.clone() };
    board.hang(&later).await.unwrap();
    let of = async |part| titles(board.hanging(None, day("2020-07-01"), part).await.unwrap());
    assert_eq!(of((0, 1)).await, ["七月值班"], "the newest first");
    assert_eq!(of((1, 1)).await, ["立案大厅搬迁"]);
    assert_eq!(of((2, 1)).await, Vec::<String>::new());
    let wrong = Notice {
        title: " ".into(),
        text: "甲\u{202e}乙".into(),
        until: Some(day("2020-06-01")),
        court: CourtId(999),
        ..notice
    };
    let Err(NoticeFault::Wrong(faults)) = board.hang(&wrong).await else { panic!("hung up") };
    let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["title", "text", "until", "court"], "everything wrong at once");
    assert_eq!(board.take_down(PORTAL, number, at("2020-07-01", 0)).await, Err(NoticeFault::NotFound));
    board.take_down(court, number, at("2020-07-01", 0)).await.unwrap();
    assert_eq!(board.hanging(Some(court), day("2020-07-02"), ALL).await.unwrap(), []);
    assert!(board.one(number).await.unwrap().withdrawn.is_some(), "it stays readable");
}
