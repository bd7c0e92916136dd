export function DossierScreen({ id }: { readonly id: string }) {
  return <p>{id}</p>;
}
