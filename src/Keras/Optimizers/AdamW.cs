namespace Keras.Optimizers;

/// <summary>Adam with weight decay apart from the gradient (Loshchilov and Hutter, 2019).</summary>
[KerasExport("keras.optimizers.AdamW", Former = ["keras.optimizers.experimental.AdamW"])]
public class AdamW : Adam
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learning_rate">The learning rate: a number, a schedule or a function; 0.001 where <see langword="null"/>.</param>
    /// <param name="weight_decay">The part of each variable that is taken away in a step, times the learning rate.</param>
    /// <param name="beta_1">Decay of the first moment, the running mean of the gradients.</param>
    /// <param name="beta_2">Decay of the second moment, the running mean of their squares.</param>
    /// <param name="epsilon">Added to the root of the second moment: the "epsilon hat" of Kingma and Ba, before section 2.1.</param>
    /// <param name="amsgrad">Whether the largest second moment so far divides (Reddi and others, 2018).</param>
    /// <param name="clipnorm">The largest norm of each gradient; longer ones are shortened to it.</param>
    /// <param name="clipvalue">The largest absolute value in a gradient; others are cut off.</param>
    /// <param name="global_clipnorm">The largest norm of all gradients together.</param>
    /// <param name="use_ema">Whether a running mean of the variables is kept, which takes their place when training ends.</param>
    /// <param name="ema_momentum">How much of the running mean stays in a step.</param>
    /// <param name="ema_overwrite_frequency">After how many steps the running mean takes the variables' place during training; <see langword="null"/> for never.</param>
    /// <param name="loss_scale_factor">What the loss is multiplied with before gradients are taken, and the gradients divided by.</param>
    /// <param name="gradient_accumulation_steps">How many steps gather gradients for one update by their mean; at least 2, <see langword="null"/> for an update at each step.</param>
    /// <param name="name">Name, the first part of the names of the state; made of the class name where <see langword="null"/>.</param>
    /// <param name="lr">Keras 2's name of <paramref name="learning_rate"/>.</param>
    /// <param name="decay">Keras 2's argument; as in Keras 3, it is ignored with a warning. Use <c>keras.optimizers.schedules.InverseTimeDecay</c>.</param>
    /// <exception cref="ArgumentException">weight_decay is <see langword="null"/>, an argument lies outside its range, or more than one of the three clippings is asked for.</exception>
    public AdamW(LearningRate? learning_rate = null, double? weight_decay = 0.004, double beta_1 = 0.9, double beta_2 = 0.999, double epsilon = 1e-7,
        bool amsgrad = false, double? clipnorm = null, double? clipvalue = null, double? global_clipnorm = null, bool use_ema = false,
        double ema_momentum = 0.99, int? ema_overwrite_frequency = null, double? loss_scale_factor = null, int? gradient_accumulation_steps = null,
        string? name = null, LearningRate? lr = null, double? decay = null)
        : base(Rate(learning_rate, lr, 0.001), beta_1, beta_2, epsilon, amsgrad, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, decay: decay)
    {
        if (weight_decay is null) throw new ArgumentException("Argument `weight_decay` must be a float. Received: weight_decay=None");
    }
}
