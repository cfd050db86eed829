// What may be given of SlideWindow, and what follows from it: the sums, found in the page.
const GIVEN = {
  takes: {
    image: TAKES.grid,
    kernel: TAKES.grid,
    row: TAKES.place,
    column: TAKES.place,
    filled: TAKES.filled,
  },
  state({ image, kernel, ...place }, now) {
    [image, kernel] = [image ?? now.image, kernel ?? now.kernel];
    const [size, extent] = [kernel.length, TAKES.extent(kernel)];
    if (size !== kernel[0].length) TAKES.refuse(`kernel is ${extent}; it must be square, like 3×3`);
    if (size > Math.min(image.length, image[0].length))
      TAKES.refuse(`kernel is ${extent} and image only ${TAKES.extent(image)}; use one that fits inside`);
    const sums = sumsOf(image, kernel);
    const walked = TAKES.walked(place, [sums.length, sums[0].length], `a ${extent} window fits at`);
    return { image, kernel, sums, ...walked };
  },
  told(get) {
    const [image, kernel, sums] = ["image", "kernel", "sums"].map(get);
    const grids = { image: TAKES.written(image), kernel: TAKES.written(kernel) };
    return { ...grids, ...TAKES.walkTold(get, [sums.length, sums[0].length]) };
  },
};
