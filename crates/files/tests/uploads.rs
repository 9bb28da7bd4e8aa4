//! Uploads on both engines: every scenario on SQLite and on PostgreSQL.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may stop where it fails"
)]

mod store;

use std::path::PathBuf;

use bytes::Bytes;
use docket::digest::{sm3, to_hex};
use docket::sealed::StreamKey;
use docket::store::Docket;
use docket::testing::Scratch;
use files::{Bucket, Files, Form, NewUpload, Place, Shelf, State, Upload, UploadFault};
use futures_util::{StreamExt as _, stream};
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use law::life::papers::PaperFile;
use store::Store;

struct House {
    files: Files,
    docket: Docket,
    folder: PathBuf,
}

impl House {
    async fn open(scratch: &Scratch) -> House {
        let docket = Docket::open(&scratch.url).await.unwrap();
        let folder = scratch.path("files");
        House { files: files(&docket, Shelf::local(&folder).unwrap()), docket, folder }
    }

    /// The same after the process ended.
    fn again(&self) -> House {
        let shelf = Shelf::local(&self.folder).unwrap();
        House { files: files(&self.docket, shelf), docket: self.docket.clone(), folder: self.folder.clone() }
    }

    async fn create(&self, id: &str, name: &str, size: usize) -> Upload {
        self.files.create(&new(id, name, size), at(0)).await.unwrap()
    }

    async fn send(&self, id: &str, from: u64, bytes: &[u8]) -> Result<Upload, UploadFault> {
        let pieces: Vec<Result<Bytes, ()>> =
            bytes.chunks(10_000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        self.files.write(id, 7, from, stream::iter(pieces), at(1)).await
    }

    /// Files under the folder of what is kept, and of what is coming.
    fn lying(&self) -> (usize, usize) {
        let count = |folder: PathBuf| std::fs::read_dir(folder).unwrap().count();
        let kept = std::fs::read_dir(self.folder.join("kept")).unwrap().map(|one| count(one.unwrap().path())).sum();
        (kept, count(self.folder.join("coming")))
    }
}

fn files(docket: &Docket, shelf: Shelf) -> Files {
    Files::new(docket.clone(), StreamKey::from_seed(b"people"), shelf)
}

fn new(id: &str, name: &str, size: usize) -> NewUpload {
    NewUpload { id: id.into(), account: 7, place: Place::Draft("d1".into()), name: name.into(), size: size as u64 }
}

fn at(ms: i64) -> Moment {
    Moment(Day::new(2020, 3, 2).unwrap().at_minute(540).0 + ms)
}

/// Text that repeats nowhere soon.
fn text(length: usize) -> Vec<u8> {
    let mut state = 2020_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        b'a' + (state >> 60) as u8
    };
    (0..length).map(|_| next()).collect()
}

async fn whole(files: &Files, digest: &str) -> Vec<u8> {
    let (size, mut pieces) = files.bytes(digest).await.unwrap();
    let mut all = Vec::new();
    while let Some(piece) = pieces.next().await {
        all.extend_from_slice(&piece.unwrap());
    }
    assert_eq!(all.len() as u64, size);
    all
}

async fn a_file_comes_in_pieces_and_is_kept_by_digest(house: House) {
    let bytes = text(9_000_000);
    house.create("u1", "聊天.txt", bytes.len()).await;
    let first = house.send("u1", 0, &bytes[..5_000_000]).await.unwrap();
    assert_eq!((first.received, first.state), (5_000_000, State::Coming));
    let wrong = house.send("u1", 4_999_999, &bytes[4_999_999..]).await;
    assert_eq!(wrong, Err(UploadFault::Offset { received: 5_000_000 }));
    let house = house.again();
    let done = house.send("u1", 5_000_000, &bytes[5_000_000..]).await.unwrap();
    let digest = to_hex(&sm3(&bytes));
    assert_eq!((done.state, done.form, done.digest.as_deref()), (State::Kept, Some(Form::Txt), Some(digest.as_str())));
    assert_eq!(whole(&house.files, &digest).await, bytes);
    assert_eq!(house.files.load("u1", 7).await.unwrap().digest, done.digest);
    assert_eq!(house.lying(), (1, 0));
    assert_eq!(house.files.load("u1", 8).await, Err(UploadFault::NotFound), "another account's");
    assert_eq!(house.send("u1", 9_000_000, b"").await, Err(UploadFault::Offset { received: 9_000_000 }));
}

async fn a_cut_connection_keeps_what_came(house: House) {
    let bytes = text(200_000);
    house.create("u1", "聊天.txt", bytes.len()).await;
    let pieces = vec![Ok(Bytes::copy_from_slice(&bytes[..120_000])), Err(())];
    let cut = house.files.write("u1", 7, 0, stream::iter(pieces), at(1)).await;
    assert_eq!(cut, Err(UploadFault::Cut { received: 120_000 }));
    // what lies beyond what was told is cut off: the process may have died between the two
    let path = house.folder.join("coming/u1");
    std::fs::write(&path, [&bytes[..120_000], &b"torn"[..]].concat()).unwrap();
    let done = house.again().send("u1", 120_000, &bytes[120_000..]).await.unwrap();
    assert_eq!(done.digest, Some(to_hex(&sm3(&bytes))));
    let long = house.create("u2", "长.txt", 10).await;
    assert_eq!(house.send(&long.id, 0, b"01234567890").await, Err(UploadFault::TooLong));
    assert_eq!(house.files.load("u2", 7).await.unwrap().received, 0);
}

async fn one_writer_at_a_time(house: House) {
    house.create("u1", "聊天.txt", 10).await;
    let (open, waits) = tokio::sync::oneshot::channel::<()>();
    let first = {
        let files = house.files.clone();
        let pieces = Box::pin(stream::once(async move {
            let _ = waits.await;
            Ok::<_, ()>(Bytes::from_static(b"0123456789"))
        }));
        tokio::spawn(async move { files.write("u1", 7, 0, pieces, at(1)).await })
    };
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(house.send("u1", 0, b"abcdefghij").await, Err(UploadFault::Locked));
    assert_eq!(house.files.remove("u1", 7, &[]).await, Err(UploadFault::Locked));
    open.send(()).unwrap();
    assert_eq!(first.await.unwrap().unwrap().state, State::Kept);
}

async fn a_whole_file_is_settled_after_a_crash(house: House) {
    let bytes = text(50_000);
    let digest = to_hex(&sm3(&bytes));
    house.create("u1", "聊天.txt", bytes.len()).await;
    house.send("u1", 0, &bytes).await.unwrap();
    // as if the process had died after the move and before the note
    let hashing = {
        house.create("u2", "别的.txt", bytes.len() + 1).await;
        house.send("u2", 0, &bytes).await.unwrap();
        let row = sqlx::query("SELECT hashing FROM uploads WHERE upload = 'u2'");
        let row = row.fetch_one(house.docket.pool()).await.unwrap();
        sqlx::Row::get::<String, _>(&row, 0)
    };
    let torn = "UPDATE uploads SET state = 'coming', digest = NULL, kind = NULL, hashing = $1 WHERE upload = 'u1'";
    sqlx::query(torn).bind(hashing).execute(house.docket.pool()).await.unwrap();
    let settled = house.again().files.load("u1", 7).await.unwrap();
    assert_eq!((settled.state, settled.digest), (State::Kept, Some(digest.clone())));
    assert_eq!(whole(&house.files, &digest).await, bytes);
}

async fn the_same_content_is_kept_once_and_goes_with_the_last(house: House) {
    let bytes = text(30_000);
    for id in ["u1", "u2"] {
        house.create(id, "聊天.txt", bytes.len()).await;
        house.send(id, 0, &bytes).await.unwrap();
    }
    assert_eq!(house.lying(), (1, 0));
    assert_eq!(house.files.remove("u1", 8, &[]).await, Err(UploadFault::NotFound));
    house.files.remove("u1", 7, &[]).await.unwrap();
    assert_eq!(house.lying(), (1, 0), "somebody else has it");
    house.files.remove("u2", 7, &[]).await.unwrap();
    assert_eq!(house.lying(), (0, 0));
    assert_eq!(house.files.load("u2", 7).await, Err(UploadFault::NotFound));
}

async fn what_is_not_taken_is_told_and_thrown_away(house: House) {
    let wrong = house.files.create(&new("u0", &format!("../{}\u{202e}.pdf", "长".repeat(10_000)), 0), at(0)).await;
    let Err(UploadFault::Wrong(all)) = wrong else { panic!("{wrong:?}") };
    assert_eq!(all.len(), 4, "everything at once: {all:?}");
    let large = house.files.create(&new("u0", "大.mp4", 2_147_483_649), at(0)).await;
    assert!(matches!(&large, Err(UploadFault::Wrong(all)) if all[0].contains("不超过 2048 MB")), "{large:?}");
    let exe = [&b"MZ\x90\0\x03\0\0\0"[..], &[0; 20_000]].concat();
    // refused by its first bytes, long before it is whole
    house.create("u1", "录像.mp4", 2_000_000_000).await;
    let told = house.send("u1", 0, &exe).await;
    let Err(UploadFault::Refused(all)) = &told else { panic!("{told:?}") };
    assert!(all[0].contains("录像.mp4") && all[0].contains("Windows 程序"), "{all:?}");
    assert_eq!(house.lying(), (0, 0));
    let stored = house.files.load("u1", 7).await.unwrap();
    assert_eq!((stored.state, &stored.faults), (State::Refused, all));
    assert_eq!(house.send("u1", 0, &exe).await, told, "and stays refused");
    // refused when it is whole
    house.create("u2", "合同.pdf", 8).await;
    assert!(matches!(house.send("u2", 0, b"%PDF-1.4").await, Err(UploadFault::Refused(_))));
    assert_eq!(house.lying(), (0, 0));
}

async fn names_are_sealed_and_files_are_in_order(house: House) {
    for (n, name) in ["三.txt", "一.txt", "二.txt"].iter().enumerate() {
        let id = format!("u{n}");
        house.create(&id, name, 3).await;
        house.send(&id, 0, b"abc").await.unwrap();
    }
    let all = house.files.of_draft("d1").await.unwrap();
    assert_eq!(all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["三.txt", "一.txt", "二.txt"]);
    let rows = sqlx::query("SELECT name FROM uploads").fetch_all(house.docket.pool()).await.unwrap();
    assert!(rows.iter().all(|row| !sqlx::Row::get::<String, _>(row, 0).contains("txt")));
    let loose = NewUpload { place: Place::Loose, ..new("l1", "四.txt", 4) };
    house.files.create(&loose, at(0)).await.unwrap();
    let kept = house.send("l1", 0, b"abcd").await.unwrap().digest.unwrap();
    let unknown = "0".repeat(64);
    let own = all[0].digest.clone().unwrap();
    let missing = house.files.bind(7, "d1", &[&own, &kept, &unknown]).await.unwrap();
    assert_eq!(missing, [unknown]);
    assert_eq!(house.files.of_draft("d1").await.unwrap().last().unwrap().name, "四.txt");
    assert_eq!(house.files.bind(8, "d2", &[&kept]).await.unwrap(), [kept], "another account's are not taken");
}

async fn files_of_what_was_filed_stay(house: House) {
    house.create("u1", "聊天.txt", 3).await;
    let digest = house.send("u1", 0, b"abc").await.unwrap().digest.unwrap();
    let draft = "INSERT INTO drafts (draft, account, version, changed_at, sealed, court, stream) VALUES ('d1', 7, 1, 0, '', 1, 5)";
    sqlx::query(draft).execute(house.docket.pool()).await.unwrap();
    assert_eq!(house.files.remove("u1", 7, &[]).await, Err(UploadFault::Filed));
    assert_eq!(house.files.discard("d1").await, Err(UploadFault::Filed));
    let matter = Place::Matter(CourtId(1), Stream(5));
    house.files.create(&NewUpload { place: matter, ..new("c1", "补充.txt", 4) }, at(0)).await.unwrap();
    let more = house.send("c1", 0, b"more").await.unwrap().digest.unwrap();
    let all = house.files.of_matter(CourtId(1), Stream(5)).await.unwrap();
    assert_eq!(all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["聊天.txt", "补充.txt"]);
    let entered = [PaperFile { digest: more, kind: "txt".into(), size: 4 }];
    assert_eq!(house.files.remove("c1", 7, &entered).await, Err(UploadFault::Filed));
    house.files.remove("c1", 7, &[]).await.unwrap();
    assert_eq!(house.files.sweep(at(30 * 86_400_000)).await.unwrap(), 0);
    assert_eq!(whole(&house.files, &digest).await, b"abc");
}

async fn what_nobody_comes_back_for_is_swept(house: House) {
    let draft = "INSERT INTO drafts (draft, account, version, changed_at, sealed) VALUES ('d1', 7, 1, 0, '')";
    sqlx::query(draft).execute(house.docket.pool()).await.unwrap();
    house.create("u1", "没传完.txt", 100).await;
    house.send("u1", 0, b"abc").await.unwrap();
    house.create("u2", "传完.txt", 3).await;
    house.send("u2", 0, b"abc").await.unwrap();
    std::fs::write(house.folder.join("coming/nobodys"), b"x").unwrap();
    assert_eq!(house.files.sweep(at(86_400_000)).await.unwrap(), 0, "not yet");
    assert_eq!(house.lying(), (1, 1), "but what no upload tells of goes");
    assert_eq!(house.files.sweep(at(8 * 86_400_000)).await.unwrap(), 1);
    assert_eq!(house.lying(), (1, 0));
    assert_eq!(house.files.load("u1", 7).await, Err(UploadFault::NotFound));
    sqlx::query("DELETE FROM drafts").execute(house.docket.pool()).await.unwrap();
    assert_eq!(house.files.sweep(at(8 * 86_400_000)).await.unwrap(), 1, "its draft is no more");
    assert_eq!(house.lying(), (0, 0));
}

async fn a_draft_discarded_takes_its_files_along(house: House) {
    for id in ["u1", "u2"] {
        house.create(id, "聊天.txt", 3).await;
    }
    house.send("u1", 0, b"abc").await.unwrap();
    house.send("u2", 0, b"ab").await.unwrap();
    house.files.discard("d1").await.unwrap();
    assert_eq!(house.lying(), (0, 0));
    assert!(house.files.of_draft("d1").await.unwrap().is_empty());
}

async fn any_store_keeps_files(house: House) {
    let store = Store::start().await;
    let bucket = store.bucket("files/of/1");
    bucket.answers().await.unwrap();
    let shelf = bucket.shelf(&house.folder.join("coming")).unwrap();
    let house = House { files: files(&house.docket, shelf), ..house };
    let bytes = text(20_000_000);
    house.create("u1", "聊天.txt", bytes.len()).await;
    let digest = house.send("u1", 0, &bytes).await.unwrap().digest.unwrap();
    assert_eq!(house.lying(), (0, 0));
    assert_eq!(whole(&house.files, &digest).await, bytes);
    let elsewhere = store.bucket("files/of/2").shelf(&house.folder.join("elsewhere")).unwrap();
    let other = files(&house.docket, elsewhere);
    assert_eq!(other.bytes(&digest).await.err(), Some(UploadFault::NotFound), "another prefix is another shelf");
    house.files.remove("u1", 7, &[]).await.unwrap();
    assert_eq!(house.files.bytes(&digest).await.err(), Some(UploadFault::NotFound));
    let stranger = Bucket { key: "guessed".to_owned(), ..bucket.clone() };
    assert!(matches!(stranger.answers().await, Err(UploadFault::Disk(_))), "a key it does not know opens nothing");
    drop(store);
    house.create("u2", "聊天.txt", 3).await;
    assert!(
        matches!(house.send("u2", 0, b"abc").await, Err(UploadFault::Disk(_))),
        "nothing is said to be kept that is not"
    );
    assert_eq!(house.lying(), (0, 1), "what came lies there still");
}

docket::both_engines! {
    scratch => House::open(&scratch).await;
    crate::a_file_comes_in_pieces_and_is_kept_by_digest;
    crate::a_cut_connection_keeps_what_came;
    crate::one_writer_at_a_time;
    crate::a_whole_file_is_settled_after_a_crash;
    crate::the_same_content_is_kept_once_and_goes_with_the_last;
    crate::what_is_not_taken_is_told_and_thrown_away;
    crate::names_are_sealed_and_files_are_in_order;
    crate::files_of_what_was_filed_stay;
    crate::what_nobody_comes_back_for_is_swept;
    crate::a_draft_discarded_takes_its_files_along;
    crate::any_store_keeps_files;
}
