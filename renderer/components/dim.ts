/** Hangs the shade in front of the page and under the veil; gives the function that draws it or takes it away. */
export function hangDim(): (dim: boolean) => void {
  const element = document.createElement('div');
  element.className = 'dim';
  element.dataset['testid'] = 'dim';
  element.ariaHidden = 'true';
  const show = (dim: boolean): void => {
    element.dataset['dim'] = String(dim);
  };
  show(false);
  document.body.append(element);
  return show;
}
