"""Santa: momentum and RMSprop that begin as a sampler at a falling temperature, in the two integrators of the paper."""

import numpy as np


def santa_e(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):  # fmt: skip
    """Santa, Euler integrator: RMSprop with a momentum that each parameter learns, and noise until step `burnin`.

    While t < burnin (exploration) the run samples x at the inverse temperature beta_t, which rises: it crosses barriers and
    settles in wide, deep basins. From burnin on (refinement) there is no noise and a stays as it is.

    Line by line: beta_t is the annealing schedule. v and G are RMSprop's; G, the fourth root, stands once where u is made
    and once where x moves, so that together they give RMSprop's 1 / (lam + sqrt(v)). a is the friction, a thermostat:
    where u^2 is above lr / beta_t, its mean in equilibrium, the friction grows; below it shrinks. 1 - a is momentum's mu.
    The noise replaces the energy that friction takes. u is the velocity; n g is the gradient of the sum over the data.

    Two reductions are exact, in refinement: with G = 1 (sigma = 1, lam = 1) it is `momentum` with mu = 1 - a; with a = 1 it
    is `rmsprop` with rho = sigma, eps = lam (both from u = 0).

    Source: Chen, Carlson, Gan, Li and Carin (2016), "Bridging the Gap between Stochastic Gradient MCMC and Stochastic
    Optimization", arXiv:1512.07962, Algorithm 1. Where the sources differ:

    * p: the noise has variance 2 G lr^p / beta_t. The authors' Matlab and Caffe code has p = 3/2, which is what
      sqrt(2 G / beta) dW becomes with u = sqrt(lr) times the velocity; ports of the pseudo-code have p = 1, and so has the
      authors' recurrent network, which also divides by the size of the data.
    * curvature: the term lr / beta_t (1 - G_(t-1) / G_t) / u for the change of G. It is an option of the Caffe code, the other
      two leave it out; with it a velocity near 0 gives a kick without bound.
    * C: a starts at sqrt(lr) C; the released codes start it at 1000 lr^(1/2) (Matlab) or 0.5 (recurrent network).
    * lam: 1e-8 (recurrent network); 1e-4 while exploring and 0.1 afterwards (Matlab).
    * G in the noise: the Matlab code has the constant 100 for G_(t-1), the Caffe code G_t; the recurrent network's has v in its
      place.
    * a_min, a_max: in no source. a drifts, and |1 - a| >= 1 in refinement means that the velocity grows for ever.
      An a_min above G lr^(1/2), the friction that fits the noise, makes the run colder than 1 / beta: on the quartic 22 for 100.

    Measured on a 50-D Gaussian with lr 4e-3, sigma 0.999, lam 1e-3, beta_t = beta = 4: u^2 is 0.98 lr / beta, the variance
    0.93 / beta; with p = 1 it is 30 / beta, with the curvature term more than 10 / beta; with sigma 0.95 1.16 / beta, because
    G then follows x and the term that would repay it is missing. On `landscapes.quartic` from -3 (beta0 0.01, C 1, a_min 0.05,
    burnin 1000 of 2000 steps) 96 to 99 % of 400 runs end in the global minimum 2.5, over 20 seeds; without noise none. With
    burnin 500 of 1000 and a_min 0.02 95 to 98 %, and there with p = 1 46 %.

    x, g, v, G, a, u : arrays of one shape. n : data-set size (g is the gradient of the mean loss). lr > 0, 0 <= sigma <= 1,
    lam >= 0, beta0 > 0 and anneal (0: constant temperature) for beta_t = beta0 t^anneal, burnin >= 0 in steps, C >= 0, p > 0.

    >>> rng = np.random.default_rng(0)
    >>> state = dict(a=0.1, u=np.array([0.5]))
    >>> row = santa_e(np.array([1.0]), np.array([4.0]), 1, rng, 1, **state, lr=0.25, sigma=0.0, lam=0.0, burnin=0)
    >>> row["G"], row["u"], row["x"]            # u = 0.9 * 0.5 - 0.25 * 0.5 * 4;  x = 1 + 0.5 u
    (array([0.5]), array([-0.05]), array([0.975]))
    """
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    explore = t < burnin
    a = np.where(explore, np.clip(a + u**2 - lr / beta_t, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = (1 - a) * u - lr * G * n * g + noise
    x = x + G * u
    return dict(beta_t=beta_t, v=v, G=G, a=a, noise=noise, u=u, x=x)


def santa_sss(
    x, g, t, rng, n, v=0.0, G=None, a=None, u=None,
    *, lr=4e-3, sigma=0.95, lam=1e-8, beta0=1.0, anneal=0.5, burnin=50, C=5.0,
    p=1.5, curvature=False, a_min=0.02, a_max=1.5
):  # fmt: skip
    """Santa, symmetric splitting scheme: half a move of x, half of the friction, the force, and the halves again backwards.

    The same equations as `santa_e`, each solved exactly for itself: friction is the factor exp(-a), never below 0, so a step
    of the thermostat that is too large cannot turn the velocity round. The two half steps of x are why a step of x is the
    mean of the old and the new velocity.

    The gradient is taken before the first half move, so it is half a step late, which acts like a little negative friction.
    On `landscapes.quartic` with the settings of `santa_e` 96 to 99 % of 400 runs end in the global minimum, over 20 seeds. That
    takes a_min = 0.05: with 0.02 a third of the runs, in the right basin, swing on for ever without noise.

    Source: Chen, Carlson, Gan, Li and Carin (2016), arXiv:1512.07962, Algorithm 2. The differences between sources are those
    of `santa_e`; the Matlab code also splits the force in two halves, one before the noise and one after the second damping,
    so that only the first is damped.

    Measured: on the 50-D Gaussian of `santa_e` the variance is 0.99 / beta, with p = 1 3.1 / beta.

    Arguments as in `santa_e`.

    >>> rng = np.random.default_rng(0)
    >>> state = dict(a=0.0, u=np.array([0.5]))
    >>> row = santa_sss(np.array([1.0]), np.array([4.0]), 1, rng, 1, **state, lr=0.25, sigma=0.0, lam=0.0, burnin=0)
    >>> row["u"], row["x"]                      # u = 0.5 - 0.25 * 0.5 * 4;  x = 1 + 0.5 (0.5 + u) / 2
    (array([0.]), array([1.125]))
    """
    if u is None:
        u = lr**0.5 * rng.standard_normal(x.shape, x.dtype)
    if a is None:
        a = lr**0.5 * C
    beta_t = beta0 * t**anneal
    G_old = G
    v = sigma * v + (1 - sigma) * g**2
    G = 1 / np.sqrt(lam + np.sqrt(v))
    if G_old is None:
        G_old = G
    explore = t < burnin
    x = x + G * u / 2
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    noise = np.sqrt(2 * lr**p / beta_t * G_old) * rng.standard_normal(x.shape, x.dtype)
    if curvature:
        noise = noise + lr / beta_t * (1 - G_old / G) / u
    noise = np.where(explore, noise, 0)
    u = np.exp(-a / 2) * (np.exp(-a / 2) * u - lr * G * n * g + noise)
    a = np.where(explore, np.clip(a + (u**2 - lr / beta_t) / 2, a_min, a_max), a)
    x = x + G * u / 2
    return dict(beta_t=beta_t, v=v, G=G, noise=noise, u=u, a=a, x=x)
