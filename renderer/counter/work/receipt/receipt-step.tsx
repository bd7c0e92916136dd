export function ReceiptStep({ dossierId }: { readonly dossierId: string; onNext(): void; onBack(): void }) {
  return <p>{dossierId}</p>;
}
