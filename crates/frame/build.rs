//! Sees that `web/dist` is there to be embedded. Pages are plain HTML without it, so its absence is a warning and no fault.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from);
    let dist = here.join("../../web/dist");
    println!("cargo:rerun-if-changed={}", dist.display());
    if !dist.join("manifest.json").exists() {
        std::fs::create_dir_all(&dist)?;
        println!(
            "cargo:warning=web/dist is empty: pages are served without style and script. Run `npm ci && npm run build` in web/."
        );
    }
    Ok(())
}
