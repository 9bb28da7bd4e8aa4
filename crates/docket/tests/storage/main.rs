//! Storage tests: every scenario of the suite on both engines, and what belongs to one engine alone.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may stop where it fails"
)]

mod backups;
mod changed;
mod files;
mod fixture;
mod history;
mod loads;
mod lookups;
mod suite;
mod verified;

docket::both_engines! {
    scratch => &scratch.url;
    suite::open_says_what_it_found;
    suite::an_act_reads_back_with_head_and_receipt;
    suite::a_stale_version_conflicts_and_a_refusal_takes_nothing;
    suite::cn_061_writers_at_once_get_each_serial_once;
    suite::a_batch_is_stored_whole_or_not_at_all;
    suite::awkward_text_survives_both_paths;
    suite::lists_filter_page_and_count;
    suite::the_roll_lists_as_the_store_does;
    suite::a_scan_hands_over_every_row_however_many;
    suite::a_follower_stops_at_the_entry_that_fails;
    suite::a_field_key_can_be_destroyed;
    suite::a_statement_becomes_figures;
    suite::a_court_keeps_its_code_and_key;
    suite::logs_are_leafed_through_and_counted;
    suite::a_checkpoint_copies_the_log_of_a_file;
    loads::many_matters_stand_under_one_head_or_not_at_all;
    loads::a_counter_is_raised_by_a_load_and_never_set_back;
    loads::loads_and_acts_at_once_lose_none_of_either;
    lookups::cases_are_found_by_their_origin;
    lookups::cases_are_found_by_a_part_of_their_number;
    changed::what_was_gained_is_what_a_full_reading_adds;
    changed::sizes_that_cannot_be_built_upon_are_said_to_be;
    verified::a_lived_history_verifies_and_rebuilds_to_the_same;
    verified::tampering_is_located;
    verified::a_dropped_or_forged_entry_is_located;
    verified::an_entry_forged_with_its_leaf_breaks_the_head;
    verified::one_court_can_be_verified_alone;
    verified::a_populated_version_1_is_migrated_and_loses_nothing;
}

/// The same history on both engines comes to the same heads, facts, tallies, figures and counters.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_engines_tell_one_history_alike() {
    for seed in [1, 2, 3] {
        let (file, server) = (docket::testing::sqlite().unwrap(), docket::testing::postgres().unwrap());
        let mut told = Vec::new();
        for url in [&file.url, &server.url] {
            let docket = fixture::docket(url, 3).await;
            history::History::new(seed, 3).append(&docket, 200).await;
            let mut heads = Vec::new();
            for court in 1..=3 {
                heads.push(docket.heads(law::ids::CourtId(court), 1000).await.unwrap());
            }
            let all = docket::store::CaseFilter::default();
            told.push((
                heads,
                docket.list_cases(&all, None, 1000).await.unwrap(),
                docket.tallies(None).await.unwrap(),
                docket.statements(None).await.unwrap(),
                docket.counters().await.unwrap(),
            ));
        }
        assert!(told[0].1.len() > 20);
        assert_eq!(told[0], told[1], "seed {seed}");
    }
}
