//! Storage tests: every scenario of the suite on both engines, and what belongs to one engine alone.
#![allow(clippy::as_conversions)]

mod fixture;
mod suite;

/// Declares each scenario as a test on SQLite, and one test that runs all of them on PostgreSQL, each
/// in a database of its own.
macro_rules! both_engines {
    ($($module:ident :: $scenario:ident;)*) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $scenario() {
                let scratch = docket::testing::sqlite().unwrap();
                crate::$module::$scenario(&scratch.url).await;
            })*
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn every_scenario_on_postgres() {
            $({
                println!("{}", stringify!($scenario));
                let scratch = docket::testing::postgres().unwrap();
                $module::$scenario(&scratch.url).await;
            })*
        }
    };
}

both_engines! {
    suite::open_says_what_it_found;
    suite::an_act_reads_back_with_head_and_receipt;
    suite::a_stale_version_conflicts_and_a_refusal_takes_nothing;
    suite::cn_061_writers_at_once_get_each_serial_once;
    suite::a_batch_is_stored_whole_or_not_at_all;
    suite::awkward_text_survives_both_paths;
    suite::lists_filter_page_and_count;
    suite::a_follower_stops_at_the_entry_that_fails;
    suite::a_field_key_can_be_destroyed;
    suite::a_statement_becomes_figures;
    suite::a_court_keeps_its_code_and_key;
}
