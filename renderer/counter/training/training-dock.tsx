export function TrainingDock() {
  return null;
}
