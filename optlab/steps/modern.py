"""Steps of the years after Adam's repairs: decay beside the gradient, signs, averages, flat minima, trust ratios, curvature.

Where a norm is taken, it is that of one point: over the last axis.
"""

import inspect

import numpy as np


def adamw(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """AdamW: Adam whose weight decay acts on x itself, so that it is not divided by the size of the gradients.

    Decay added to the gradient (`variants.adam_l2`) hardly touches a parameter whose gradients are large.

    Source: Loshchilov and Hutter (2019), "Decoupled Weight Decay Regularization", arXiv:1711.05101, Algorithm 2, with the
    decay multiplied by lr as torch and optax do; the paper's schedule multiplier is `lr=lambda t: ...`.

    x, g, m, v : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= beta1, beta2 < 1, eps, weight_decay >= 0.

    >>> adamw(np.array([1.0]), np.array([-300.0]), 1, lr=0.5, weight_decay=0.1)["x"].round(4)      # 1 + 0.5 - 0.5 * 0.1 * 1
    array([1.45])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * (m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def lion(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    """Lion: a step of size lr in each coordinate, in the direction of the sign of an average.

    Two averages from one state: beta1 weighs m against the new gradient for the sign, beta2 renews m. Every step has the same
    size, however small or noisy the gradients are.

    Source: Chen et al. (2023), "Symbolic Discovery of Optimization Algorithms", arXiv:2302.06675, Algorithm 2.

    x, g, m : arrays of one shape. lr > 0 in parameter units, 0 <= beta1, beta2 < 1, weight_decay >= 0.

    >>> lion(np.array([1.0, 1.0]), np.array([-300.0, 0.01]), lr=0.25)["x"]
    array([1.25, 0.75])
    """
    u = np.sign(beta1 * m + (1 - beta1) * g)
    x = x - lr * (u + weight_decay * x)
    m = beta2 * m + (1 - beta2) * g
    return dict(u=u, m=m, x=x)


def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    """Schedule-Free SGD: gradient descent z, and x, the mean of all its points, with the gradient taken in between.

    A falling learning rate calms the last points; here their mean does, and no end need be known. x_t is the mean of
    z_1 ... z_t; beta = 0 is Polyak's averaging, beta near 1 primal averaging.

    Source: Defazio et al. (2024), "The Road Less Scheduled", arXiv:2405.15682, section 2, eqs. (3)-(5), with 1 / t for its
    1 / (t + 1): the mean leaves the start out, as in its Algorithm 1 and the released code.

    x, z : arrays of one shape; grad : function of such an array; t = 1, 2, ... lr > 0, 0 <= beta < 1.

    >>> schedule_free(np.array([1.0]), lambda x: 2 * x, 3, np.array([0.5]), lr=0.25, beta=0.8)["x"].round(3)
    array([0.683])
    """
    if z is None:
        z = x
    y = (1 - beta) * z + beta * x
    z = z - lr * grad(y)
    c = 1 / t
    x = (1 - c) * x + c * z
    return dict(y=y, z=z, x=x)


def schedule_free_adamw(
    x, grad, t, z=None, v=0.0, w=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0
):  # fmt: skip
    """Schedule-Free AdamW: Adam's denominator without its m; the mean x and the point y between do what momentum did.

    Points made with a larger lr weigh more in the mean: w sums lr^2, so a warm-up is a schedule of lr and counts little.

    Source: Defazio et al. (2024), "The Road Less Scheduled", arXiv:2405.15682, Algorithm 1, with the bias correction
    under the root, as in the released code (in print it is in lr, so w holds it too), and the warm-up left to
    `lr=lambda t: ...`. The released code weighs by the largest lr so far.

    x, z, v, w : arrays of one shape; grad : function of such an array; t = 1, 2, ... lr > 0, 0 <= beta1, beta2 < 1,
    eps, weight_decay >= 0.

    >>> schedule_free_adamw(np.array([1.0]), lambda x: 300 * x, 1, lr=0.25)["x"].round(4)
    array([0.75])
    """
    if z is None:
        z = x
    y = (1 - beta1) * z + beta1 * x
    g_y = grad(y)
    v = beta2 * v + (1 - beta2) * g_y**2
    v_hat = v / (1 - beta2**t)
    z = z - lr * (g_y / (np.sqrt(v_hat) + eps) + weight_decay * y)
    w = w + lr**2
    c = lr**2 / w
    x = (1 - c) * x + c * z
    return dict(y=y, g_y=g_y, v=v, v_hat=v_hat, z=z, w=w, c=c, x=x)


def sam(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    """SAM, sharpness-aware minimisation: the gradient from the worst point nearby moves x.

    One gradient says where the loss rises fastest; at distance rho in that direction the second one is taken, and used here.
    Around a minimum of curvature h it never comes to rest: it ends in a hop of size lr h rho / (2 - lr h) to both sides.

    Source: Foret, Kleiner, Mobahi and Neyshabur (2021), "Sharpness-Aware Minimization for Efficiently Improving
    Generalization", arXiv:2010.01412, Algorithm 1 with eqs. (2)-(3), p = 2, on gradient descent; eps as in common code.

    x : array, a point along its last axis; grad : function of such an array. lr > 0, rho >= 0 in parameter units.

    >>> sam(np.array([3.0, 4.0]), lambda x: x, lr=0.5, rho=0.5)["x"]      # the gradient at (3.3, 4.4)
    array([1.35, 1.8 ])
    """
    g = grad(x)
    e = rho * g / (np.linalg.norm(g, axis=-1, keepdims=True) + eps)
    g_sam = grad(x + e)
    x = x - lr * g_sam
    return dict(g=g, e=e, g_sam=g_sam, x=x)


def radam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """RAdam, rectified Adam: no denominator until enough gradients are known for one, then a factor r that grows to 1.

    rho_t counts how many gradients v_hat is worth. Up to 5 of them the step is momentum's, lr m_hat, in gradient units; after
    that a warm-up that nobody has to set.

    Source: Liu et al. (2020), "On the Variance of the Adaptive Learning Rate and Beyond", arXiv:1908.03265, Algorithm 2,
    with 5 for the paper's 4 as in the authors' code, in torch and in optax. (The authors' code makes no step at all before
    that, unless it is asked for momentum's.)

    x, g, m, v : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= beta1, beta2 < 1, eps >= 0 in gradient units.

    >>> radam(np.array([1.0]), np.array([-300.0]), 1, lr=0.5)["x"]
    array([151.])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho_t = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    known = np.maximum(rho_t, 4)
    r = np.sqrt((known - 4) * (known - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * known))
    x = np.where(rho_t > 5, x - lr * r * m_hat / (np.sqrt(v_hat) + eps), x - lr * m_hat)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, rho_t=rho_t, r=r, x=x)


def adabelief(x, g, t, m=0.0, s=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16):
    """AdaBelief: Adam that divides by how far the gradients are from their average, not from zero.

    Gradients that agree are believed: on a constant gradient g - m dies out, and the step grows without a bound.

    Source: Zhuang et al. (2020), "AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed Gradients",
    arXiv:2010.07468, Algorithm 2, without the projection.

    x, g, m, s : arrays of one shape; t = 1, 2, ... lr > 0, 0 < beta1 < 1, 0 <= beta2 < 1, eps >= 0 in squared gradient units
    where it is added to s, in gradient units where it is added to the root.

    >>> adabelief(np.array([1.0]), np.array([-300.0]), 1, lr=0.45)["x"].round(4)      # 1 + 0.45 / beta1
    array([1.5])
    """
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * (g - m) ** 2 + eps
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(s_hat) + eps)
    return dict(m=m, s=s, m_hat=m_hat, s_hat=s_hat, x=x)


def adan(
    x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0
):  # fmt: skip
    """Adan: Nesterov's look-ahead from the change of the gradient, g - g_old, so that no second gradient is needed.

    Source: Xie et al. (2022), "Adan: Adaptive Nesterov Momentum Algorithm for Faster Optimizing Deep Models",
    arXiv:2208.06677, Algorithm 1, with the bias corrections of the authors' code and its betas, which are what is kept:
    the paper writes beta for 1 - beta, and n for s. `variants.adan_optax` weighs the change by 1 - beta2.

    x, g, m, v, s, g_old : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= beta1, beta2, beta3 < 1, eps, weight_decay >= 0.

    >>> adan(np.array([1.0]), np.array([-300.0]), 1, lr=0.5)["x"].round(4)
    array([1.5])
    """
    change = 0 * g if g_old is None else g - g_old
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    s_hat = s / (1 - beta3**t)
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)


def yogi(x, g, t, m=0.0, v=1e-6, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    """Yogi: Adam whose v moves by a share of g^2 at most, in either direction, whatever v is.

    After a burst of large gradients Adam's v falls by a factor a step, Yogi's by a difference: slowly, in a straight line.

    Source: Zaheer et al. (2018), "Adaptive Methods for Nonconvex Optimization", NeurIPS 31, Algorithm 2, with the bias
    correction that optax and others add.

    x, g, m, v : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= beta1, beta2 < 1, eps >= 0 in gradient units.

    >>> yogi(np.array([1.0]), np.array([-300.0]), 1, lr=0.5)["x"].round(4)
    array([1.5])
    """
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * np.sign(v - g**2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def lamb(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    """LAMB: AdamW's direction, stretched so that each layer moves by the share lr of its own length.

    Source: You et al. (2020), "Large Batch Optimization for Deep Learning: Training BERT in 76 minutes", arXiv:1904.00962,
    Algorithm 2, with phi(z) = z; the ratio is 1 where x or the direction is 0.

    x, g, m, v : arrays of one shape, a layer along the last axis; t = 1, 2, ... lr > 0: a share of the length of x;
    0 <= beta1, beta2 < 1, eps >= 0 in gradient units, weight_decay >= 0.

    >>> lamb(np.array([3.0, 4.0]), np.array([-300.0, 0.0]), 1, lr=0.5)["x"].round(4)      # half of its length of 5
    array([5.5, 4. ])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    x_size = np.linalg.norm(x, axis=-1, keepdims=True)
    u_size = np.linalg.norm(u, axis=-1, keepdims=True)
    ratio = np.where((x_size > 0) & (u_size > 0), x_size / np.where(u_size > 0, u_size, 1), 1)
    x = x - lr * ratio * u
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, u=u, ratio=ratio, x=x)


def prodigy(
    x, g, t, m=0.0, v=0.0, s=0.0, r=0.0, d=0.0, x0=None, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6, weight_decay=0.0
):  # fmt: skip
    """Prodigy: Adam whose learning rate is an estimate d of the distance from the start to the minimum, from below.

    While the gradients agree that x should be farther from its start, d grows by a factor a step, from d0 on; it never falls.

    Source: Mishchenko and Defazio (2024), "Prodigy: An Expeditiously Adaptive Parameter-Free Learner", arXiv:2306.06101,
    Algorithm 4, with Adam's bias correction in the rate, as optax does; in the authors' code it is an option, off by default.

    x, g, m, v, s, x0 : arrays of one shape, all parameters along the last axis; r, d : a number for each point; t = 1, 2, ...
    lr > 0: a factor, left at 1; 0 <= beta1, beta2 < 1, eps >= 0, d0 > 0 in parameter units, weight_decay >= 0.

    >>> prodigy(np.array([1.0]), np.array([-300.0]), 1)["x"].round(9)
    array([1.000001])
    """
    if x0 is None:
        x0 = x
    d = np.maximum(d, d0)
    lr_t = lr * d * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * (d * g) ** 2
    r = np.sqrt(beta2) * r + d / d0 * lr_t * np.sum(g * (x0 - x), axis=-1, keepdims=True)
    s = np.sqrt(beta2) * s + d / d0 * lr_t * g
    s_size = np.sum(np.abs(s), axis=-1, keepdims=True)
    d = np.maximum(d, r / np.where(s_size > 0, s_size, 1))
    x = x - lr_t * (m / (np.sqrt(v) + d * eps) + weight_decay * x)
    return dict(lr_t=lr_t, m=m, v=v, r=r, s=s, d=d, x0=x0, x=x)


def ademamix(
    x, g, t, m1=0.0, m2=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8, weight_decay=0.0
):  # fmt: skip
    """AdEMAMix: Adam with a second, very long memory of the gradients, added alpha times.

    m2 is not corrected: on a constant gradient the step grows from lr to lr (1 + alpha) in some ten thousand steps.

    Source: Pagliardini, Ablin and Grangier (2024), "The AdEMAMix Optimizer: Better, Faster, Older", arXiv:2409.03137,
    Algorithm 1; its warm-ups of alpha and beta3 are schedules, `alpha=lambda t: ...`.

    x, g, m1, m2, v : arrays of one shape; t = 1, 2, ... lr > 0, 0 <= beta1, beta2, beta3 < 1, alpha any number,
    eps, weight_decay >= 0.

    >>> ademamix(np.array([1.0]), np.array([-300.0]), 1, lr=0.5, beta3=0.9)["x"].round(4)      # 1 + 0.5 (1 + 5 * 0.1)
    array([1.75])
    """
    m1 = beta1 * m1 + (1 - beta1) * g
    m2 = beta3 * m2 + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m1 / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * ((m_hat + alpha * m2) / (np.sqrt(v_hat) + eps) + weight_decay * x)
    return dict(m1=m1, m2=m2, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def sophia(x, g, t, hess, m=0.0, h=0.0, *, lr=1e-3, beta1=0.96, beta2=0.99, gamma=0.01, k=10, eps=1e-12, weight_decay=0.0):
    """Sophia: momentum divided by the curvature of each coordinate, and never more than 1.

    Newton's step where the curvature is known and positive, Lion's step of size lr where it is not. The curvature is looked at
    in every k-th step only.

    Source: Liu, Li, Hall, Liang and Ma (2024), "Sophia: A Scalable Stochastic Second-order Optimizer for Language Model
    Pre-training", arXiv:2305.14342, Algorithm 3; hess stands for its estimators, which are right on average.

    x, g, m, h : arrays of one shape; hess : the diagonal of the Hessian at x, of that shape; t = 1, 2, ... lr > 0 in
    parameter units, 0 <= beta1, beta2 < 1, gamma > 0, k >= 1 a whole number of steps, eps, weight_decay >= 0.

    >>> sophia(np.array([1.0]), np.array([-300.0]), 1, np.array([300.0]), lr=0.5)["x"]
    array([1.5])
    """
    m = beta1 * m + (1 - beta1) * g
    h = np.where((t - 1) % k == 0, beta2 * h + (1 - beta2) * hess, h)
    u = np.clip(m / np.maximum(gamma * h, eps), -1, 1)
    x = x - lr * (u + weight_decay * x)
    return dict(m=m, h=h, u=u, x=x)


def lookahead(step):
    """Lookahead: a step over a step. Every k steps the slow point goes the share alpha of the way to the fast one.

    The fast point is the step's own; then it goes back to the slow one, and the step's state stays as it is. The result is a
    step function: its signature is the step's, with the slow point as a further state and k and alpha as further
    hyperparameters.

    Source: Zhang, Lucas, Hinton and Ba (2019), "Lookahead Optimizer: k steps forward, 1 step back", arXiv:1907.08610,
    Algorithm 1.

    step : a step function, else TypeError. k >= 1 : a whole number of steps; 0 < alpha <= 1.

    >>> from optlab.steps.classic import sgd
    >>> inspect.signature(lookahead(sgd))
    <Signature (x, g, t, slow=None, *, lr=0.01, k=5, alpha=0.5)>
    >>> lookahead(sgd)(np.array([1.0]), np.array([2.0]), 5, np.array([2.0]), lr=0.25)["x"]      # half-way from 2 to 0.5
    array([1.25])
    """
    if isinstance(step, type) or not callable(step):
        raise TypeError(f"step is {' '.join(repr(step).split())}; it must be the function itself, such as optlab.adam.")
    inner, own = (inspect.signature(one).parameters for one in (step, _slow_and_fast))

    def looking_ahead(*args, **named):
        given = signature.bind(*args, **named)
        given.apply_defaults()
        given = given.arguments
        row = step(**{name: given[name] for name in inner})
        given["slow"] = given["x"] if given["slow"] is None else given["slow"]
        given["x"] = row.pop("x")
        return row | _slow_and_fast(**{name: given[name] for name in own})

    both = [*inner.values(), *(p for p in own.values() if p.name not in inner)]
    order = sorted(both, key=lambda p: (p.kind, p.kind is not p.KEYWORD_ONLY and p.default is not p.empty))  # asked, state, hyper
    signature = inspect.Signature(order)
    looking_ahead.__signature__, looking_ahead.__name__ = signature, f"lookahead_{step.__name__}"
    looking_ahead.parts = step, _slow_and_fast  # whose formulas follow each other
    return looking_ahead


def _slow_and_fast(x, t, slow=None, *, k=5, alpha=0.5):
    """What Lookahead does with the x to which the step has led; the first slow point is where the step began.

    k >= 1 a whole number of steps, 0 < alpha <= 1.
    """
    fast = x
    slow = np.where(t % k == 0, slow + alpha * (fast - slow), slow)
    x = np.where(t % k == 0, slow, fast)
    return dict(fast=fast, slow=slow, x=x)
