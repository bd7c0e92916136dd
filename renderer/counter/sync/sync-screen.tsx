export function SyncScreen() {
  return <p />;
}
