import {
  Button,
  Group,
  Input,
  ListBox,
  ListBoxItem,
  NumberField,
  Popover,
  Select,
  SelectValue,
} from 'react-aria-components';
import { Icon } from '../../../kit/icons.tsx';
import { useText } from '../../../text/language.tsx';
import type { ComponentKind } from './paper.ts';

/** What a paper can be handed over as; "only shown" is a rule of the paper, not a choice. */
const kinds: readonly ComponentKind[] = ['form', 'original', 'certified_copy', 'copy', 'electronic'];

export function ReceivedAsField(props: {
  readonly name: string;
  readonly value: ComponentKind;
  onChange(kind: ComponentKind): void;
}) {
  const t = useText();
  return (
    <Select
      className="chk-as"
      aria-label={t('work.checklist.receivedAsOf', { name: props.name })}
      value={props.value}
      onChange={(key) => {
        const kind = kinds.find((one) => one === key);
        if (kind) props.onChange(kind);
      }}
    >
      <Button className="mc-input mc-select">
        <SelectValue className="mc-select-value" />
        <Icon name="down" />
      </Button>
      <Popover className="mc-popover">
        <ListBox className="mc-options" items={kinds.map((id) => ({ id }))}>
          {({ id }) => (
            <ListBoxItem id={id} className="mc-option" textValue={t(`domain.componentKind.${id}`)}>
              {t(`domain.componentKind.${id}`)}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

export function CopiesField(props: {
  readonly name: string;
  readonly value: number;
  onChange(copies: number): void;
}) {
  const t = useText();
  return (
    <NumberField
      className="chk-copies"
      aria-label={t('work.checklist.copiesOf', { name: props.name })}
      value={props.value}
      onChange={(copies) => props.onChange(Number.isNaN(copies) ? 0 : copies)}
      minValue={0}
      maxValue={99}
    >
      <Group className="chk-stepper">
        <Button slot="decrement" className="chk-step" aria-label={t('work.checklist.fewer')}>
          −
        </Button>
        <Input className="chk-count mc-figures" />
        <Button slot="increment" className="chk-step" aria-label={t('work.checklist.more')}>
          +
        </Button>
      </Group>
    </NumberField>
  );
}
