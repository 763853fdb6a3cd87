//! Builds HiGHS, the linear and integer solver behind the planner's bounds and proofs, from the sources
//! in `assets/highs`. It needs the C++ half of the C compiler and nothing else: no cmake, no libclang.

#[cfg(not(feature = "proofs"))]
fn main() {}

#[cfg(feature = "proofs")]
fn main() {
    highs::build();
}

#[cfg(feature = "proofs")]
mod highs {
    use std::fs::{self, File};
    use std::path::{Path, PathBuf};

    const VERSION: &str = "1.16.0";
    const ARCHIVE: &str = "../../assets/highs/highs-1.16.0.zip";

    /// What HiGHS' own cmake script would have found out about this machine.
    const CONFIG: &str = r#"#ifndef HCONFIG_H_
#define HCONFIG_H_
#define FAST_BUILD
#define CUPDLP_CPU
#define CMAKE_BUILD_TYPE "Release"
#if defined(__x86_64__) && defined(__GNUC__)
#define HIGHS_HAVE_MM_PAUSE
#endif
#if defined(__GNUC__)
#define HIGHS_HAVE_BUILTIN_CLZ
#elif defined(_MSC_VER)
#define HIGHS_HAVE_BITSCAN_REVERSE
#endif
#define HIGHS_GITHASH "release"
#define HIGHS_VERSION_MAJOR 1
#define HIGHS_VERSION_MINOR 16
#define HIGHS_VERSION_PATCH 0
#endif
"#;

    pub fn build() {
        println!("cargo:rerun-if-changed={ARCHIVE}");
        println!("cargo:rerun-if-changed=build.rs");
        let variable = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("cargo sets {name}"));
        let out = PathBuf::from(variable("OUT_DIR"));
        // Lints, tests and releases each run this script with a folder of their own, and the libraries are the
        // same for all of them: they are compiled once, beside the profiles.
        let target = out.ancestors().nth(4).expect("cargo's own folders").join(format!("highs-{VERSION}-{}", variable("TARGET")));
        let done = target.join("done");
        if !done.exists() {
            compile(&out.join("highs"), &target);
            fs::write(done, VERSION).expect("the build folder can be written");
        }
        println!("cargo:rustc-link-search=native={}", target.display());
        println!("cargo:rustc-link-lib=static=highs");
        println!("cargo:rustc-link-lib=static=highs_c");
        match (variable("CARGO_CFG_TARGET_VENDOR").as_str(), std::env::var("CARGO_CFG_TARGET_ENV").as_deref()) {
            (_, Ok("msvc")) => {}
            ("apple", _) => println!("cargo:rustc-link-lib=c++"),
            _ => println!("cargo:rustc-link-lib=stdc++"),
        }
    }

    fn compile(sources: &Path, into: &Path) {
        let (plain, plus): (Vec<_>, Vec<_>) =
            unpack(Path::new(ARCHIVE), sources).into_iter().partition(|p| p.extension().is_some_and(|e| e == "c"));
        fs::write(sources.join("HConfig.h"), CONFIG).expect("the build folder can be written");
        compiler(sources, into).files(plus).cpp(true).std("c++11").compile("highs");
        compiler(sources, into).files(plain).compile("highs_c");
    }

    fn compiler(out: &Path, into: &Path) -> cc::Build {
        let mut build = cc::Build::new();
        build.out_dir(into).cargo_metadata(false);
        build.opt_level(2).debug(false).warnings(false).define("NDEBUG", None);
        build.define("HIGHS_EXTRAS_VERSION", "\"1.16.0\"");
        for folder in ["", "highs", "highs/interfaces", "highs/ipm", "highs/pdlp/cupdlp", "extern"] {
            build.include(out.join(folder));
        }
        build
    }

    /// Writes the archive's files under `out`; answers those that have to be compiled.
    fn unpack(archive: &Path, out: &Path) -> Vec<PathBuf> {
        let file = File::open(archive).expect("assets/highs holds the sources of HiGHS");
        let mut archive = zip::ZipArchive::new(file).expect("the sources of HiGHS can be unpacked");
        archive.extract(out).expect("the build folder can be written");
        let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
        let mut compiled: Vec<_> =
            names.iter().filter(|n| [".cpp", ".cc", ".c"].iter().any(|e| n.ends_with(e))).map(|n| out.join(n)).collect();
        compiled.sort();
        compiled
    }
}
