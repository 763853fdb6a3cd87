use super::OpenArgs;
#[derive(clap::Args)]
pub struct ExportArgs { #[command(flatten)] open: OpenArgs }
pub fn run(_: &ExportArgs) -> anyhow::Result<()> { anyhow::bail!("later") }
