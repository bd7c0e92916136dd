export function DossiersScreen() {
  return <p />;
}
