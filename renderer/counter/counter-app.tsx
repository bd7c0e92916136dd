import { Loading } from '../kit/loading.tsx';

export function CounterApp() {
  return <Loading />;
}
