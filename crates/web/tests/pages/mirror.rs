//! A mirror that trusts nothing: it follows a court's feed in pages, grows a tree of its own and holds the court to its signed head.

#![allow(clippy::indexing_slicing, reason = "an answer without the field fails the test")]

use axum::Router;
use docket::digest::{Digest, from_hex, leaf_hash};
use docket::head::signing_text;
use docket::key::PublicKey;
use docket::proof::ConsistencyProof;
use docket::tree::Tree;
use law::day::Moment;
use law::ids::CourtId;
use serde_json::Value;

use crate::{fixture, get};

/// What a mirror keeps of a court.
pub struct Mirror {
    tree: Tree,
    code: &'static str,
    key: PublicKey,
}

impl Mirror {
    pub fn new(code: &'static str, key: &str) -> Mirror {
        let key = PublicKey::from_bytes(&hex::decode(key).unwrap()).unwrap();
        Mirror { tree: Tree::new(CourtId(3)), code, key }
    }

    /// Takes one page in; says what does not hold.
    pub fn take(&mut self, page: &Value) -> Result<(), String> {
        let head = &page["head"];
        let (size, signed_at) = (head["size"].as_i64().unwrap(), Moment(head["signed_at"].as_i64().unwrap()));
        let root = digest(&head["root"]);
        let signature = hex::decode(head["signature"].as_str().unwrap()).unwrap();
        let text = signing_text(self.code, size, &root, signed_at);
        if !self.key.verify(&text, &signature.try_into().unwrap()) {
            return Err("the head is not signed by the court".to_owned());
        }
        let path = page["consistency"]["hashes"].as_array().unwrap().iter().map(digest).collect();
        let proof = ConsistencyProof { from_size: self.tree.size(), to_size: size, path };
        if !proof.verify(&self.tree.root(), &root) {
            return Err("the head does not continue the mirror".to_owned());
        }
        for entry in page["entries"].as_array().unwrap() {
            let text = entry["text"].as_str().unwrap();
            if text.is_empty() {
                // of a case that is not open: its leaf stands for it
                if entry["position"].as_i64() != Some(self.tree.size() + 1) {
                    return Err(format!("entry {} is not next", entry["position"]));
                }
                self.tree.append(digest(&entry["leaf"]), &mut Vec::new());
                continue;
            }
            let told: Value = serde_json::from_str(text).unwrap();
            if told["position"].as_i64() != Some(self.tree.size() + 1) || told["court"] != self.code {
                return Err(format!("entry {} is not next", told["position"]));
            }
            let leaf = leaf_hash(text.as_bytes());
            if leaf != digest(&entry["leaf"]) {
                return Err(format!("entry {} is not what was hashed", told["position"]));
            }
            self.tree.append(leaf, &mut Vec::new());
        }
        if self.tree.size() == size && self.tree.root() != root {
            return Err("the entries do not make up the head".to_owned());
        }
        Ok(())
    }
}

fn digest(text: &Value) -> Digest {
    from_hex(text.as_str().unwrap()).unwrap()
}

async fn page(router: &Router, after: i64, limit: i64) -> Value {
    let answer = get(router, &format!("/api/v1/courts/辽0102/changes?after={after}&limit={limit}")).await;
    serde_json::from_str(&answer.text).unwrap()
}

async fn begin() -> (Router, Mirror, tempfile::TempDir) {
    let (state, folder) = fixture::state().await;
    let router = web::router(state);
    let court: Value = serde_json::from_str(&get(&router, "/api/v1/courts/辽0102").await.text).unwrap();
    let mirror = Mirror::new("辽0102", court["court"]["public_key"].as_str().unwrap());
    (router, mirror, folder)
}

#[tokio::test]
async fn a_mirror_follows_in_pages_and_proves_the_log_whole() {
    let (router, mut mirror, _folder) = begin().await;
    let mut pages = 0;
    loop {
        let page = page(&router, mirror.tree.size(), 3).await;
        mirror.take(&page).unwrap();
        pages += 1;
        assert_eq!(page["next"], mirror.tree.size());
        if page["complete"] == true {
            assert_eq!(mirror.tree.root(), digest(&page["head"]["root"]));
            break;
        }
    }
    assert_eq!((pages, mirror.tree.size()), (4, 11));
    let again = page(&router, 11, 3).await;
    assert_eq!((again["entries"].as_array().unwrap().len(), &again["complete"]), (0, &Value::Bool(true)));
    mirror.take(&again).unwrap();
}

#[tokio::test]
async fn a_dropped_entry_is_noticed() {
    let (router, mut mirror, _folder) = begin().await;
    let mut whole = page(&router, 0, 500).await;
    whole["entries"].as_array_mut().unwrap().remove(4);
    assert_eq!(mirror.take(&whole).unwrap_err(), "entry 6 is not next");
}

#[tokio::test]
async fn a_changed_entry_is_noticed_even_when_its_leaf_is_changed_too() {
    let (router, mut mirror, _folder) = begin().await;
    let mut whole = page(&router, 0, 500).await;
    let text = whole["entries"][3]["text"].as_str().unwrap().replace("\"minutes\":95", "\"minutes\":59");
    whole["entries"][3]["text"] = Value::from(text.clone());
    assert_eq!(mirror.take(&whole).unwrap_err(), "entry 4 is not what was hashed");
    let (_, mut mirror, _other) = begin().await;
    whole["entries"][3]["leaf"] = Value::from(docket::digest::to_hex(&leaf_hash(text.as_bytes())));
    assert_eq!(mirror.take(&whole).unwrap_err(), "the entries do not make up the head");
}

#[tokio::test]
async fn a_log_cut_short_and_a_rewritten_one_are_noticed() {
    let (router, mut mirror, _folder) = begin().await;
    let answer = get(&router, "/api/v1/courts/辽0102/changes?after=12").await;
    assert_eq!(answer.status, axum::http::StatusCode::CONFLICT);
    let first = page(&router, 0, 5).await;
    mirror.take(&first).unwrap();
    mirror.tree.append(leaf_hash(b"another"), &mut Vec::new());
    let next = page(&router, mirror.tree.size(), 5).await;
    assert_eq!(mirror.take(&next).unwrap_err(), "the head does not continue the mirror");
}

#[tokio::test]
async fn a_follower_may_wait_for_what_comes() {
    let (router, _mirror, _folder) = begin().await;
    let asked = tokio::time::timeout(std::time::Duration::from_millis(300), async {
        get(&router, "/api/v1/courts/辽0102/changes?after=11&wait=5").await
    });
    assert!(asked.await.is_err(), "nothing came, so it waits");
    let answer = get(&router, "/api/v1/courts/辽0102/changes?after=3&wait=25").await;
    assert_eq!(answer.status, axum::http::StatusCode::OK, "what is there is told at once");
}
