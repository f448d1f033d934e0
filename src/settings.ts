/** What the user has chosen for all calls. No secret is among it. */
export interface Settings {
  /** Badges on the pictures in the page. */
  readonly badges: boolean;
  /** What other members are told, inside the seal, the user is called; may be empty. */
  readonly name: string;
  /** Whether it is remembered which meetings were protected. */
  readonly meetings: boolean;
}
